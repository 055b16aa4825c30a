import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it, its owner's alone; what is there already stays as it is. Node's own `recursive` never returns where
 * the system takes no new folder, as below /proc.
 */
export function makePrivateFolder(folder: string): void {
  const missing: string[] = [];
  for (let each = resolve(folder); !existsSync(each); each = dirname(each)) missing.unshift(each);
  for (const each of missing) {
    try {
      mkdirSync(each, { mode: 0o700 });
    } catch (error) {
      // Somebody else has made it meanwhile.
      if (!existsSync(each)) throw error;
    }
  }
}

/**
 * Makes a file its owner's alone, before anything is in it: records hold students' code and grades. Folders that are made for it
 * are the owner's too; one that is there already stays as it is, because others may use it. What SQLite puts beside a database
 * gets the database's own mode.
 */
export function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
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
