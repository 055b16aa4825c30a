import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FileNames } from '../../intake/read-message.ts';

/** At most this many students are checked in one run. */
const mostStudents = 1_000;

/**
 * The students' folders of a class, by name: the folder itself contains none of a student's files, but its subfolders do. Null
 * for anything else, which is then treated as one student's folder.
 */
export async function studentFolders(path: string, names: FileNames): Promise<readonly string[] | null> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const roles = new Set([names.dockerfile, names.dockerignore, names.entrypoint]);
  if (entries.some((entry) => entry.isFile() && roles.has(entry.name))) return null;
  const found: string[] = [];
  for (const entry of entries.slice(0, mostStudents)) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const inside = await readdir(join(path, entry.name)).catch((): string[] => []);
    if (inside.includes(names.dockerfile)) found.push(entry.name);
  }
  return found.length === 0 ? null : found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** A folder's path in the repository, from where the command runs: SARIF requires it relative and with slashes. */
export async function folderInRepository(path: string): Promise<string> {
  const isFolder = await stat(path).then((status) => status.isDirectory());
  return relative(process.cwd(), isFolder ? path : join(path, '..'))
    .split(sep)
    .join('/');
}
