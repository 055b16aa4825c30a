/**
 * Folders that tools make in a project and nobody writes by hand: no part of it, whoever hands it in. What keeps versions,
 * environments, installed packages, caches, settings of editors.
 */
const toolFolders: ReadonlySet<string> = new Set([
  ...['.git', '.hg', '.svn', '__MACOSX'],
  ...['.venv', 'venv', 'node_modules', 'site-packages'],
  ...['__pycache__', '.mypy_cache', '.ruff_cache', '.pytest_cache'],
  ...['.idea', '.vscode'],
]);

/** The outermost such folder of a path; null where it lies in none. */
export function toolFolderOf(path: string): string | null {
  const parts = path.split('/');
  const at = parts.slice(0, -1).findIndex((part) => toolFolders.has(part));
  return at < 0 ? null : parts.slice(0, at + 1).join('/');
}

export const isToolFolder = (name: string): boolean => toolFolders.has(name);
