import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { OperatorError } from '../../errors/operator-error.ts';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { settledWithin } from '../../timing/time-limit.ts';
import { awayReason } from './away.ts';
import { notWritable } from './not-writable.ts';
import { isPostgres } from './open-records.ts';
import { sayOfRecords } from './operator-wording.ts';
import { makePrivate } from './private-file.ts';

/** How long to wait for another holder of the records to release them. Milliseconds. */
const patienceMs = 3_000;
/** Delay before the connection that holds the lock in PostgreSQL is opened again. Milliseconds. */
const againMs = 2_000;
/** The key of the advisory lock in PostgreSQL, unique within each database: "dock" in ASCII. */
const lockNumber = 0x64_6f_63_6b;

/**
 * A hold on the records, so that nobody restores a backup while they are in use. With PostgreSQL, bots share it; with SQLite, one
 * bot has it alone; a restore always has it alone. The hold ends with the process, however that ends.
 */
export interface RecordsHold {
  readonly release: () => Promise<void>;
}

type Manner = 'bot' | 'alone';

/**
 * Takes a hold on the records.
 * @throws OperatorError when another holder's manner conflicts with this one, or the hold cannot be taken
 */
export const holdRecords = (url: string, manner: Manner): Promise<RecordsHold> =>
  isPostgres(url) ? holdInPostgres(url, manner) : holdBesideSqlite(url, manner);

const inUse = (manner: Manner, cause?: unknown): OperatorError =>
  new OperatorError(
    'DOCKHAND_RECORDS',
    manner === 'alone' ? sayOfRecords('botUses') : sayOfRecords('restoring'),
    { cause },
  );

const unopened = (cause: unknown): OperatorError =>
  new OperatorError('DOCKHAND_RECORDS', sayOfRecords('unopened', { why: plainMessageOf(cause) }), { cause });

const secondBot = (path: string, cause: unknown): OperatorError =>
  new OperatorError('DOCKHAND_RECORDS', sayOfRecords('secondBot', { path }), { cause });

/**
 * An SQLite lock on a file next to the records, which ends with the process. A bot's lock keeps other bots from writing there; a
 * restore's keeps everybody from reading.
 */
async function holdBesideSqlite(path: string, manner: Manner): Promise<RecordsHold> {
  if (path === ':memory:') return { release: async () => undefined };
  const file = `${path}.in-use`;
  const database = openHold(file);
  try {
    database.exec('CREATE TABLE IF NOT EXISTS hold (n INTEGER)');
    // The lock lasts as long as the transaction.
    database.exec(manner === 'alone' ? 'BEGIN EXCLUSIVE' : 'BEGIN IMMEDIATE');
  } catch (error) {
    const byBot = manner === 'bot' && canBeRead(database);
    database.close();
    // If the lock failed because the file is not writable, nobody holds it.
    if (awayReason(error) !== 'busy') throw notWritable(file, error) ?? unopened(error);
    throw byBot ? secondBot(path, error) : inUse(manner, error);
  }
  return { release: async () => (database.isOpen ? database.close() : undefined) };
}

function openHold(file: string): DatabaseSync {
  try {
    if (!existsSync(file)) makePrivate(file);
    return new DatabaseSync(file, { timeout: patienceMs });
  } catch (error) {
    throw notWritable(file, error) ?? unopened(error);
  }
}

function canBeRead(database: DatabaseSync): boolean {
  try {
    database.prepare('SELECT count(*) FROM hold').get();
    return true;
  } catch {
    return false;
  }
}

/** An advisory lock on a separate connection. After the server was away, the lock is requested again. */
async function holdInPostgres(url: string, manner: Manner): Promise<RecordsHold> {
  let released = false;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | null = null;
  const open = async (): Promise<boolean> => {
    // The constructor throws on an invalid address and on a missing certificate file.
    const opened = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: patienceMs,
      keepAlive: true,
    });
    client = opened;
    opened.on('error', () => undefined);
    opened.once('end', () => {
      if (!released && manner === 'bot') timer = setTimeout(again, againMs).unref();
    });
    await opened.connect();
    const ask = manner === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
    const { rows } = await opened.query<{ held: boolean }>(`SELECT ${ask}($1) AS held`, [lockNumber]);
    return rows[0]?.held === true;
  };
  const again = (): void => {
    open().catch(() => undefined);
  };
  const release = async (): Promise<void> => {
    released = true;
    clearTimeout(timer);
    // The lock ends with the connection; if the server does not answer, it ends with the process.
    if (client !== null) await settledWithin(client.end(), patienceMs);
  };
  const held = await open().catch(async (error: unknown) => {
    await release();
    throw unopened(error);
  });
  if (held) return { release };
  await release();
  throw inUse(manner);
}
