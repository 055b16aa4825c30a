import { chmodSync, closeSync, existsSync, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, ownerOnly } from '../../folders/make-folder.js';

/**
 * Makes a file its owner's alone, before anything is in it: records hold students' code and grades. Folders that are made for it
 * are the owner's too; one that is there already stays as it is, because others may use it. What SQLite puts beside a database
 * gets the database's own mode.
 */
export function makePrivate(path: string): void {
  makeFolder(dirname(path), ownerOnly);
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  for (const each of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      // A folder that somebody takes for a database stays as it is: all that is in it would be out of reach.
      if (lstatSync(each).isFile()) chmodSync(each, 0o600);
    } catch {
      // It is not there, or somebody else's, who decides who reads it.
    }
  }
}
