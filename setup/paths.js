import { createHash } from 'node:crypto';
import { chmodSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, ownerOnly } from '../src/folders/make-folder.js';
import { boxCount } from './boxes/count.js';
import { state } from './state-folder.js';

export { root, state } from './state-folder.js';

/**
 * A path below the state folder; creates its parent folder.
 * @param {...string} parts
 */
export function inState(...parts) {
  const path = join(state, ...parts);
  makeFolder(dirname(path), ownerOnly);
  return path;
}

/**
 * Makes a folder that only its owner may enter: it holds students' files and grades, and gives access to the boxes.
 * @param {string} folder
 */
export function ownersOnly(folder) {
  makeFolder(folder, ownerOnly);
  if (lstatSync(folder).uid === process.getuid?.()) chmodSync(folder, 0o700);
}

/** The Compose project of this checkout, so that several checkouts on one machine stay apart. */
export const project = `dockhand-${createHash('sha256').update(state).digest('hex').slice(0, 8)}`;

/** The folder in which each box exposes its sockets. */
export const boxesFolder = join(state, 'boxes');
export const boxNames = Array.from({ length: boxCount(state) }, (_, index) => `box-${index + 1}`);
