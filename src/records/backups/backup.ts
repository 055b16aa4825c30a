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
 * Makes a consistent copy of the records in one file while they are in use: SQLite by `VACUUM INTO`, which reads a snapshot;
 * PostgreSQL by `pg_dump`. The file appears completely or not at all.
 * @throws OperatorError with DOCKHAND_BACKUP
 */
export async function backUp(url: string, file: string, force: boolean): Promise<void> {
  if (existsSync(file) && !force) throw new BackupError('exists', file);
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    // Both tools write into an existing empty file.
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

/** Deleting may fail for the same reason as creating. */
function takeAway(part: string): void {
  try {
    rmSync(part, { force: true });
  } catch {
    // The actual error is already reported.
  }
}

/**
 * Restores a backup; no bot may use the records meanwhile. Existing records are replaced only with `force`; an existing SQLite
 * file is then kept next to it under another name.
 * @returns The path of the SQLite file that was set aside, or null.
 * @throws OperatorError with DOCKHAND_BACKUP; with DOCKHAND_RECORDS while a bot is running
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
    // With the mode of the backup file at first, so that nobody gains read access.
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

/** Moves an SQLite file out of the way, including its write-ahead log. */
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

/** Checks that a file contains records before it counts as a backup, or replaces the records. */
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

/** Syncs a file, or a folder's directory entries, to the disk. */
export function onDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
