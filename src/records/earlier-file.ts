import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../errors/operator-error.ts';
import { sayOfRecords } from './operator-wording.ts';
import { makePrivate } from './private-file.ts';

/**
 * Earlier versions kept the records in another place. Moves such a file, with everything that is in its log, to where they are kept
 * now, unless there is one already.
 *
 * @returns whether a file was moved
 * @throws OperatorError when somebody uses the old file: then nothing was moved
 */
export function moveEarlierRecords(from: string, to: string): boolean {
  if (from === to || existsSync(to) || !existsSync(from)) return false;
  const database = new DatabaseSync(from, { timeout: 1_000 });
  try {
    // Waits for nobody: a file that is in use stays where it is.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = DELETE;');
  } catch (error) {
    throw new OperatorError('DOCKHAND_RECORDS', sayOfRecords('inUse', { path: from }), {
      cause: error,
    });
  } finally {
    database.close();
  }
  // Makes the folder; the file that it puts there is replaced.
  makePrivate(to);
  renameSync(from, to);
  for (const suffix of ['-wal', '-shm']) rmSync(`${from}${suffix}`, { force: true });
  return true;
}
