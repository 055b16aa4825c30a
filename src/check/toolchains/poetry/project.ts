import { resolvePath } from '../../simulation/image/files.ts';
import type { ProjectFact } from '../../simulation/project.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { longestProject, readToml, type TomlTable, tableIn, textIn } from '../python/pyproject.ts';
import { normalizedName } from '../python/requirement.ts';

/** The lesson's own two files, which match each other. */
const ownFiles: ProjectFact<{ readonly project: string | null; readonly lock: string | null }> = {
  read: ({ ownText }) => ({ project: ownText('pyproject.toml'), lock: ownText('poetry.lock') }),
  unknown: { project: null, lock: null },
};

/** The project's parsed pyproject.toml; null when its text is unknown, an error message when it is not valid TOML. */
export function projectTable(machine: Machine, root: string): TomlTable | string | null {
  const text = machine.stage.files.get(resolvePath(root, 'pyproject.toml'))?.text ?? null;
  return text === null || text.length > longestProject ? null : readToml(text);
}

const poetryTable = (project: TomlTable): TomlTable => tableIn(tableIn(project, 'tool'), 'poetry');

/** Names that are valid for `--with`, `--without` and `--only`. */
export function groupsOf(project: TomlTable): ReadonlySet<string> {
  const poetry = poetryTable(project);
  return new Set(
    [
      'main',
      ...Object.keys(tableIn(project, 'dependency-groups')),
      ...Object.keys(tableIn(poetry, 'group')),
      ...(Object.hasOwn(poetry, 'dev-dependencies') ? ['dev'] : []),
    ].map(normalizedName),
  );
}

/** Names that are valid for `--extras`. */
export const extrasOf = (project: TomlTable): ReadonlySet<string> =>
  new Set(
    [
      ...Object.keys(tableIn(tableIn(project, 'project'), 'optional-dependencies')),
      ...Object.keys(tableIn(poetryTable(project), 'extras')),
    ].map(normalizedName),
  );

/** Names of the project's own scripts. */
export const scriptsOf = (project: TomlTable): ReadonlySet<string> =>
  new Set([
    ...Object.keys(tableIn(tableIn(project, 'project'), 'scripts')),
    ...Object.keys(tableIn(poetryTable(project), 'scripts')),
  ]);

/** Whether the lock file matches the project: the lesson's two files are unchanged, or poetry itself wrote the lock file. */
export function lockFits(machine: Machine, root: string): boolean {
  const { files } = machine.stage;
  const lock = files.get(resolvePath(root, 'poetry.lock'));
  if (lock?.tool === lockTool) return true;
  const own = machine.project.fact(ownFiles);
  return (
    own.lock !== null &&
    lock?.text === own.lock &&
    files.get(resolvePath(root, 'pyproject.toml'))?.text === own.project
  );
}

/** The `tool` mark of a lock file that poetry wrote. */
export const lockTool = 'poetry-lock';

/**
 * Whether the project itself can be installed, which happens without `--no-root`: its folder has to contain a package of its name. If there
 * is none, releases before 2 only warn, so the outcome is uncertain.
 */
export function rootInstalls(machine: Machine, root: string, project: TomlTable): boolean {
  const poetry = poetryTable(project);
  const own = tableIn(project, 'project');
  const isPackage = Object.hasOwn(project, 'build-system') || Object.keys(poetry).length > 0;
  if (poetry['package-mode'] === false || !isPackage) return true;
  const name = (textIn(own, 'name') ?? textIn(poetry, 'name'))?.toLowerCase().replaceAll(/[-.]/g, '_');
  if (name === undefined || Object.hasOwn(poetry, 'packages')) return false;
  const { files } = machine.stage;
  const isThere = (path: string): boolean => files.presence(resolvePath(root, path)) === 'file';
  const readme = textIn(own, 'readme') ?? textIn(poetry, 'readme');
  const hasPackage = ['', 'src/'].some(
    (folder) => isThere(`${folder}${name}.py`) || isThere(`${folder}${name}/__init__.py`),
  );
  return hasPackage && (readme === null || isThere(readme));
}
