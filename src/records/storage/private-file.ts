import { chmodSync, closeSync, existsSync, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateFolder } from './private-folder.ts';

/**
 * Creates a file that only its owner can read, before anything is written to it, because records contain students' code and
 * grades. Folders created for it are private, too; an existing folder keeps its mode, because others may use it. SQLite gives the
 * files next to a database the database's own mode.
 */
export function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  for (const each of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      // A folder in the place of the database keeps its mode: otherwise its content would become inaccessible.
      if (lstatSync(each).isFile()) chmodSync(each, 0o600);
    } catch {
      // It does not exist, or belongs to somebody else, who decides who reads it.
    }
  }
}
