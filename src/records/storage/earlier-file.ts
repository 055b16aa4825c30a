import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../../errors/operator-error.ts';
import { notWritable } from './not-writable.ts';
import { sayOfRecords } from './operator-wording.ts';
import { makePrivate } from './private-file.ts';

/**
 * Moves a records file from the location that earlier versions used, including its write-ahead log, to the current location,
 * unless there is one already.
 * @returns whether a file was moved
 * @throws OperatorError when the old file is in use, or one of the two locations cannot be written; then nothing was moved
 */
export function moveEarlierRecords(from: string, to: string): boolean {
  if (from === to || existsSync(to) || !existsSync(from)) return false;
  const database = new DatabaseSync(from, { timeout: 1_000 });
  try {
    // Does not wait: a file that is in use stays where it is.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = DELETE;');
  } catch (error) {
    const inUse = sayOfRecords('inUse', { path: from });
    throw notWritable(from, error) ?? new OperatorError('DOCKHAND_RECORDS', inUse, { cause: error });
  } finally {
    database.close();
  }
  try {
    // Creates the folder; the file that this creates is replaced.
    makePrivate(to);
    renameSync(from, to);
  } catch (error) {
    throw notWritable(to, error) ?? error;
  }
  for (const suffix of ['-wal', '-shm']) rmSync(`${from}${suffix}`, { force: true });
  return true;
}
