/**
 * Imported before every part of the set-up that keeps a file: makes the folder that DOCKHAND_STATE names, or says what to do. Without
 * this the first part to write would end with Node's stack.
 */
import { accessSync, constants } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder, ownerOnly } from '../src/folders/make-folder.js';
import { note } from './progress.js';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything that the set-up creates outside of Docker. */
export const state = resolve(process.env.DOCKHAND_STATE ?? join(root, '.state'));

try {
  makeFolder(state, ownerOnly);
  accessSync(state, constants.W_OK | constants.X_OK);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  note(
    `The set-up keeps all its files in ${state}, and that folder cannot be used: ${why}.\n` +
      'Let DOCKHAND_STATE name a folder that you may write to. [DOCKHAND_SETTINGS]',
  );
  process.exit(2);
}
