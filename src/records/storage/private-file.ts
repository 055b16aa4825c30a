import { chmodSync, closeSync, existsSync, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, ownerOnly } from '../../folders/make-folder.js';

/**
 * Creates a file that only its owner can access, before it has any contents, because records contain students' code and grades. Folders
 * created for it are private too; existing ones are not changed, because others may use them. SQLite gives the files beside a database the
 * database's mode.
 */
export function makePrivate(path: string): void {
  makeFolder(dirname(path), ownerOnly);
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  for (const each of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      // If the path is a folder, it is left alone, because its contents would become inaccessible.
      if (lstatSync(each).isFile()) chmodSync(each, 0o600);
    } catch {
      // The file does not exist, or belongs to somebody else, who decides about access to it.
    }
  }
}
