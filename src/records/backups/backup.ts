import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { holdRecords } from '../storage/in-use.ts';
import { isPostgres } from '../storage/open-records.ts';
import { makePrivate } from '../storage/private-file.ts';
import { BackupError } from './backup-error.ts';
import { dumpDatabase, restoreDatabase } from './postgres-tools.ts';

/**
 * Makes a consistent copy of the records in one file, while they are in use: SQLite by `VACUUM INTO`, which reads one
 * moment's state; PostgreSQL by `pg_dump`. The file is there whole or not at all.
 *
 * @throws OperatorError with DOCKHAND_BACKUP
 */
export async function backUp(url: string, file: string, force: boolean): Promise<void> {
  if (existsSync(file) && !force) throw new BackupError('exists', file);
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    // Both ways write into an empty file that is there.
    makePrivate(part);
    if (isPostgres(url)) {
      await dumpDatabase(url, part);
    } else {
      if (!existsSync(url)) throw new BackupError('absent', url);
      const database = new DatabaseSync(url, { timeout: 30_000 });
      try {
        database.prepare('VACUUM INTO ?').run(part);
      } finally {
        database.close();
      }
      mustBeRecords(part);
    }
    onDisk(part);
    renameSync(part, file);
    onDisk(dirname(resolve(file)));
  } catch (error) {
    takeAway(part);
    throw error instanceof BackupError
      ? error
      : new BackupError('failed', plainMessageOf(error), { cause: error });
  }
}

/** What could not be made may not be taken away either. */
function takeAway(part: string): void {
  try {
    rmSync(part, { force: true });
  } catch {
    // Why it did not work is said already.
  }
}

/**
 * Restores a copy; no bot may use the records meanwhile. Records that are there already are replaced only by `force`; an SQLite
 * file is kept beside it under another name then.
 *
 * @returns Where the SQLite file is that was there before; null when there was none.
 * @throws OperatorError with DOCKHAND_BACKUP; with DOCKHAND_RECORDS while a bot lives
 */
export async function restore(url: string, file: string, force: boolean): Promise<string | null> {
  if (!existsSync(file)) throw new BackupError('absent', file);
  if (!isPostgres(url)) {
    mustBeRecords(file);
    if (existsSync(url) && !force) throw new BackupError('exists', url);
  }
  const hold = await holdRecords(url, 'alone');
  try {
    if (!isPostgres(url)) return replaceFile(url, file);
    await restoreDatabase(url, file, force);
    return null;
  } finally {
    await hold.release();
  }
}

function replaceFile(path: string, file: string): string | null {
  try {
    const part = `${path}.part`;
    // With the copy's file mode at first, so that nobody can read what she could not read before.
    copyFileSync(file, part);
    makePrivate(part);
    onDisk(part);
    const before = setAside(path);
    renameSync(part, path);
    onDisk(dirname(resolve(path)));
    return before;
  } catch (error) {
    throw new BackupError('failed', plainMessageOf(error), { cause: error });
  }
}

/** Moves an SQLite file out of the way, together with what is in its log. */
function setAside(path: string): string | null {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, { timeout: 1_000 });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  for (let n = 1; ; n += 1) {
    const aside = `${path}.before-${n}`;
    if (existsSync(aside)) continue;
    renameSync(path, aside);
    makePrivate(aside);
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    return aside;
  }
}

/** What a file has to be before it is called a backup, or put in the records' place. */
function mustBeRecords(file: string): void {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const whole = database.prepare('PRAGMA quick_check').get();
      if (Object.values(whole ?? {})[0] !== 'ok') throw new BackupError('not-ours', file);
      database.prepare('SELECT count(*) FROM submission').get();
    } finally {
      database.close();
    }
  } catch (error) {
    throw new BackupError('not-ours', file, { cause: error });
  }
}

/** Waits until a file, or a folder's list of files, is on the disk. */
export function onDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
