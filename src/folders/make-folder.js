import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Plain JavaScript, because the set-up makes its folders with it before there is a Node that reads TypeScript. */

/** The mode of a folder that only its owner may enter. */
export const ownerOnly = 0o700;

/**
 * Makes a folder, and the missing ones above it. One that exists keeps its mode.
 *
 * Node's own `recursive` never returns where the system refuses a folder with ENOENT although its parent exists, as below /proc: it
 * takes that for a missing parent, again and again. Here each folder is tried once.
 *
 * @param {string} path
 * @param {number} [mode] of the folders that are made; the umask applies
 * @returns {void}
 * @throws the system's error for the first folder that cannot be made
 */
export function makeFolder(path, mode = 0o777) {
  const folder = resolve(path);
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

/** @param {string} path */
const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
