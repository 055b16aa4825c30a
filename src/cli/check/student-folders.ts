import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FileNames } from '../../intake/read-message.ts';

/** Maximum number of entries of a class folder that are examined. */
const mostStudents = 1_000;

/**
 * Returns the names of the students' folders in a class folder. A class folder contains no student's file itself, but has folders with a
 * Dockerfile. Null for any other path, which is then checked, and rejected if necessary, as a single student's folder.
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

/** The folder relative to the working directory, with forward slashes as SARIF requires. */
export async function folderInRepository(path: string): Promise<string> {
  const isFolder = await stat(path).then((status) => status.isDirectory());
  return relative(process.cwd(), isFolder ? path : join(path, '..'))
    .split(sep)
    .join('/');
}
