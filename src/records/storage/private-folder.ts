import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it that are absent, for its owner alone. One that is there already stays as it is.
 *
 * Node's own `recursive` never returns where the system refuses a folder with ENOENT although the one above it is there, as below
 * /proc: it takes that for a missing parent, again and again. Here each folder is tried once.
 *
 * @throws the system's error for the first folder that cannot be made
 */
export function makePrivateFolder(path: string): void {
  const folder = resolve(path);
  if (isFolder(folder)) return;
  makePrivateFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
