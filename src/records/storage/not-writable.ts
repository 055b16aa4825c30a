import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OperatorError } from '../../errors/operator-error.ts';
import { sayOfRecords } from './operator-wording.ts';

/** System error codes and their messages. */
const words = { EROFS: 'readOnly', EACCES: 'forbidden', EPERM: 'forbidden', ENOENT: 'nothingNew' } as const;

/** SQLite's primary result codes for a read-only file, and for one that cannot be opened (sqlite.org/rescode.html). */
const sqliteCodes: readonly number[] = [8, 14];

/**
 * The error for an SQLite file that cannot be written or created; null when the error is about something else. SQLite's codes
 * alone are ambiguous: a folder in the place of a file cannot be opened either.
 */
export function notWritable(path: string, error: unknown): OperatorError | null {
  const { code, errcode, syscall } = fieldsOf(error);
  const bySqlite = typeof errcode === 'number' && sqliteCodes.includes(errcode & 0xff);
  // All parent folders are created first, so ENOENT means that the file system accepts no new entries, as /proc does.
  const made = syscall === 'mkdir' || syscall === 'open';
  const why = (code === 'ENOENT' && !made ? null : wordsFor(code)) ?? (bySqlite ? refusalOf(path) : null);
  if (why === null) return null;
  const folder = dirname(resolve(path));
  return new OperatorError('DOCKHAND_RECORDS', sayOfRecords(why, { folder }), { cause: error });
}

/** Why the system does not let this process write a file, or one next to it. */
function refusalOf(path: string): ReturnType<typeof wordsFor> {
  try {
    for (const each of [dirname(resolve(path)), path]) if (existsSync(each)) accessSync(each, constants.W_OK);
    return null;
  } catch (error) {
    return wordsFor(fieldsOf(error).code);
  }
}

const wordsFor = (code: unknown): (typeof words)[keyof typeof words] | null =>
  code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'ENOENT' ? words[code] : null;

const fieldsOf = (error: unknown): Readonly<Record<string, unknown>> =>
  typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
