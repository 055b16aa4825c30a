import { awayReason } from '../storage/away.ts';
import { BackupError } from './backup-error.ts';

/** What the machine lacks or forbids. A read error (EIO) is not among them: it means that the data is in danger. */
const ofMachine = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM']);
/** SQLite's result codes for the same: PERM, BUSY, LOCKED, NOMEM, READONLY, FULL, CANTOPEN. */
const ofSqlite = new Set([3, 5, 6, 7, 8, 13, 14]);
/** PostgreSQL's error codes for a missing permission, and for a template in use. */
const ofPostgres = new Set(['42501', '55006']);
/** Messages of pg_restore about the server or itself, not about the backup. */
const ofTool: readonly string[] = [
  ...[
    'connection to server',
    'could not connect',
    'server closed the connection',
    'no connection to the server',
  ],
  ...['terminating connection', 'shutting down', 'starting up', 'recovery mode', 'read-only transaction'],
  ...['No space left on device', 'could not extend file', 'Disk quota exceeded'],
  ...['out of memory', 'Cannot allocate memory', 'too many clients', 'too many connections'],
  ...['remaining connection slots', 'permission denied', 'Permission denied'],
  ...['must be owner', 'must be superuser', 'unsupported version'],
];

/** Why a trial restore itself failed: no space, server, tool or permission. Null when the backup may be at fault. */
export function trialTrouble(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { message, cause } = error as { readonly message?: unknown; readonly cause?: unknown };
  return isTrouble(error) ? String(message) : trialTrouble(cause);
}

function isTrouble(error: object): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (error instanceof BackupError)
    return (
      error.problem === 'no-tool' ||
      (error.problem === 'failed' && ofTool.some((words) => error.message.includes(words)))
    );
  if (code === 'ERR_SQLITE_ERROR') return typeof errcode === 'number' && ofSqlite.has(errcode & 0xff);
  if (typeof code === 'string' && (ofMachine.has(code) || ofPostgres.has(code))) return true;
  return awayReason(error) !== null;
}
