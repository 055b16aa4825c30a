import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { nearestFolderWith } from '../python/installation.ts';
import { type ProjectMetadata, readMetadata } from '../python/pyproject.ts';
import { truthy } from './boolean-values.ts';
import { isUpToDate, type Lock, lockReader } from './lockfile.ts';

/** The folder that uv works in, and the project's root. */
export function locateProject(
  machine: Machine,
  options: ParsedOptions,
): { readonly cwd: string; readonly root: string | 'unknown' | null; readonly start: string } {
  const directory = options.get('--directory')?.at(-1);
  const cwd = directory === undefined ? machine.cwd : resolvePath(machine.cwd, directory);
  const given = options.get('--project')?.at(-1) ?? machine.env.get('UV_PROJECT');
  const start = given === undefined ? cwd : resolvePath(cwd, given);
  return {
    cwd,
    start,
    root: isKnown(start) ? nearestFolderWith(machine, start, 'pyproject.toml') : 'unknown',
  };
}

/** Whether uv may change the lock file: `frozen` uses it as it is, `locked` requires it to be up to date. */
export interface LockMode {
  readonly frozen: boolean;
  readonly locked: boolean;
}

export const lockModeOf = (machine: Machine, options: ParsedOptions): LockMode => ({
  frozen: options.has('--frozen') || truthy(machine.env.get('UV_FROZEN')),
  locked: options.has('--locked') || truthy(machine.env.get('UV_LOCKED')),
});

/** Whether the development group is excluded. */
export const leavesDevOut = (machine: Machine, options: ParsedOptions): boolean =>
  options.has('--no-dev') || options.has('--no-default-groups') || truthy(machine.env.get('UV_NO_DEV'));

/** The virtual environment that uv uses for a project. */
export function environmentFor(machine: Machine, root: string, options: ParsedOptions): string {
  const active = machine.env.get('VIRTUAL_ENV');
  if (options.has('--active') && active !== undefined) return active;
  const set = machine.env.get('UV_PROJECT_ENVIRONMENT');
  return set === undefined || set === '' ? resolvePath(root, '.venv') : resolvePath(root, set);
}

/** The pyproject.toml in a folder of the image; null when it is missing or unreadable. */
export function metadataAt(machine: Machine, root: string): ProjectMetadata | null {
  const entry = machine.stage.files.get(resolvePath(root, 'pyproject.toml'));
  return entry === null || entry.text === null ? null : readMetadata(entry.text);
}

/** The lock file in a folder of the image; null when it is missing or unreadable. */
export function lockAt(machine: Machine, root: string): Lock | null {
  const entry = machine.stage.files.get(resolvePath(root, 'uv.lock'));
  return entry === null ? null : machine.project.fact(lockReader)(entry);
}

/** Whether `uv lock` would leave the lock file in a folder unchanged. */
export function isLocked(machine: Machine, root: string): boolean | 'unknown' {
  const metadata = metadataAt(machine, root);
  const lock = lockAt(machine, root);
  if (metadata === null || lock === null) {
    // A lock file that uv itself wrote is up to date.
    const entry = machine.stage.files.get(resolvePath(root, 'uv.lock'));
    return entry?.tool === 'uv-lock' ? true : 'unknown';
  }
  return isUpToDate(lock, metadata);
}

/** uv's error for a requested group or extra that the project does not have; null when there is none. */
export function missingPart(
  machine: Machine,
  options: ParsedOptions,
  root: string,
  frozen: boolean,
): string | null | 'unknown' {
  const metadata = metadataAt(machine, root);
  const lock = frozen ? lockAt(machine, root) : null;
  const isRequested = ['--extra', '--no-extra', '--group', '--no-group', '--only-group'].some((name) =>
    options.has(name),
  );
  if (metadata === null || (frozen && lock === null)) return isRequested ? 'unknown' : null;
  const member = metadata.name === null ? undefined : lock?.members.get(metadata.name);
  const name = metadata.name ?? '';
  const values = (...names: readonly string[]): readonly string[] =>
    names.flatMap((each) => options.get(each) ?? []).flatMap((each) => each.split(/[\s,]+/));
  for (const extra of values('--extra', '--no-extra')) {
    if (!isKnown(extra)) return 'unknown';
    if (!(member?.extras ?? new Set(metadata.extras.keys())).has(extra))
      return `error: Extra \`${extra}\` is not defined in the \`optional-dependencies\` table for \`${name}\``;
  }
  for (const group of values('--group', '--no-group', '--only-group')) {
    if (!isKnown(group)) return 'unknown';
    if (!(member?.groups ?? metadata.groups).has(group))
      return `error: Group \`${group}\` is not defined in the project's \`dependency-groups\` table`;
  }
  const packages = values('--package');
  if (metadata.hasSettings) return packages.length > 0 ? 'unknown' : null;
  const foreign = packages.find(
    (each) => isKnown(each) && each.toLowerCase().replace(/[._-]+/g, '-') !== name,
  );
  return foreign === undefined ? null : `error: Could not find root package \`${foreign}\``;
}
