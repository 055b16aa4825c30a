import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../../errors/operator-error.ts';
import { notWritable } from './not-writable.ts';
import { sayOfRecords } from './operator-wording.ts';
import { makePrivate } from './private-file.ts';

/**
 * Earlier versions kept the records in another place. Moves such a file, with everything that is in its log, to where they are kept
 * now, unless there is one already.
 *
 * @returns whether a file was moved
 * @throws OperatorError when somebody uses the old file, or one of the two places cannot be written: then nothing was moved
 */
export function moveEarlierRecords(from: string, to: string): boolean {
  if (from === to || existsSync(to) || !existsSync(from)) return false;
  const database = new DatabaseSync(from, { timeout: 1_000 });
  try {
    // Waits for nobody: a file that is in use stays where it is.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = DELETE;');
  } catch (error) {
    const inUse = sayOfRecords('inUse', { path: from });
    throw notWritable(from, error) ?? new OperatorError('DOCKHAND_RECORDS', inUse, { cause: error });
  } finally {
    database.close();
  }
  try {
    // Makes the folder; the file that it puts there is replaced.
    makePrivate(to);
    renameSync(from, to);
  } catch (error) {
    throw notWritable(to, error) ?? error;
  }
  for (const suffix of ['-wal', '-shm']) rmSync(`${from}${suffix}`, { force: true });
  return true;
}
