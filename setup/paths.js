import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boxCount } from './boxes/count.js';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything that the set-up creates outside of Docker. */
export const state = resolve(process.env.DOCKHAND_STATE ?? join(root, '.state'));

/**
 * A path below the state folder; creates its parent folder.
 * @param {...string} parts
 */
export function inState(...parts) {
  const path = join(state, ...parts);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

/**
 * Makes a folder that only its owner may enter: it holds students' files and grades, and gives access to the boxes.
 * @param {string} folder
 */
export function ownersOnly(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (lstatSync(folder).uid === process.getuid?.()) chmodSync(folder, 0o700);
}

/** The Compose project of this checkout, so that several checkouts on one machine stay apart. */
export const project = `dockhand-${createHash('sha256').update(state).digest('hex').slice(0, 8)}`;

/** The folder in which each box exposes its sockets. */
export const boxesFolder = join(state, 'boxes');
export const boxNames = Array.from({ length: boxCount(state) }, (_, index) => `box-${index + 1}`);
