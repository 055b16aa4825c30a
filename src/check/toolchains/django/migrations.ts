import { type Entry, plainFile } from '../../simulation/image/entry.ts';
import { type Files, nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { djangoSource } from './source.ts';

export const isMigration = (path: string): boolean => /\/migrations\//.test(path);

/** `sqlmigrate app 0001`: whether exactly one migration of the application has a name that begins like this. */
export function namesMigration({ cwd, stage }: Machine, args: readonly string[]): boolean {
  const [label = '', name = '', ...more] = args.slice(args.indexOf('sqlmigrate') + 1);
  const folder = resolvePath(cwd, `${label}/migrations`);
  if (more.length > 0 || !/^\w+$/.test(label) || !/^\d{4}\w*$/.test(name)) return false;
  const found = stage.files.find(
    ({ kind, certain }, path) =>
      kind === 'file' && certain && parentOf(path) === folder && nameOf(path).startsWith(name),
  );
  return found.length === 1;
}

/** Whether no later migration is present that could depend on this one. Without it, only the tables are older. */
export function isLastMigration(files: Files, path: string): boolean {
  if (!/\/migrations\/\d{4}_[^/]*$/.test(path)) return false;
  const later = (entry: Entry, other: string): boolean =>
    entry.kind === 'file' &&
    parentOf(other) === parentOf(path) &&
    /^\d{4}_/.test(nameOf(other)) &&
    other > path;
  return files.find(later).length === 0;
}

/**
 * `makemigrations`: creates the first migration of an application that has none, if the application is named or its migrations folder is a
 * package.
 */
export function makeMigrations(
  { stage, project, place }: Machine,
  folder: string,
  args: readonly string[],
): void {
  if (args.some((arg) => /^--(?:dry-run|check|merge|empty|update)$/.test(arg))) return;
  for (const each of project.fact(djangoSource)?.needed ?? []) {
    const path = resolvePath(folder, each);
    if (!isMigration(each) || stage.files.presence(path) !== 'absent') continue;
    const isNamed = args.includes(nameOf(parentOf(parentOf(path))));
    const hasPackage = stage.files.presence(`${parentOf(path)}/__init__.py`) === 'file';
    if (isNamed || hasPackage) stage.files.put(path, { ...plainFile, line: place.line });
  }
}
