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

/** How long another one that holds the records may take to let go. Milliseconds. */
const patienceMs = 3_000;
/** How soon a connection that keeps the hold in PostgreSQL is opened again. Milliseconds. */
const againMs = 2_000;
/** The number of the lock in PostgreSQL, which has one set of them for each database: "dock" in ASCII. */
const lockNumber = 0x64_6f_63_6b;

/**
 * That somebody uses the records, for as long as her process lives: nobody puts a backup in their place meanwhile. A bot holds them
 * beside other bots in PostgreSQL, and as the only bot in SQLite; a restore holds them alone. When the process dies, however, the hold
 * is gone.
 */
export interface RecordsHold {
  readonly release: () => Promise<void>;
}

type Manner = 'bot' | 'alone';

/**
 * Holds the records.
 * @throws OperatorError when somebody else holds them in a manner that does not go with this one, or nobody can
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
 * A lock of the system's on a file beside the records, which SQLite takes and which ends with the process: a bot's keeps other bots from
 * writing there, a restore's keeps everybody from reading.
 */
async function holdBesideSqlite(path: string, manner: Manner): Promise<RecordsHold> {
  if (path === ':memory:') return { release: async () => undefined };
  const file = `${path}.in-use`;
  const database = openHold(file);
  try {
    database.exec('CREATE TABLE IF NOT EXISTS hold (n INTEGER)');
    // A lock lasts as long as the transaction.
    database.exec(manner === 'alone' ? 'BEGIN EXCLUSIVE' : 'BEGIN IMMEDIATE');
  } catch (error) {
    const byBot = manner === 'bot' && canBeRead(database);
    database.close();
    // A lock that could not be taken because nothing can be written is nobody's lock.
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

/** An advisory lock on a connection of its own. A server that was away is asked for it again. */
async function holdInPostgres(url: string, manner: Manner): Promise<RecordsHold> {
  let released = false;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | null = null;
  const open = async (): Promise<boolean> => {
    // It throws at what is no address, and at a certificate that is not there.
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
    // The lock goes with the connection, and with a server that answers nothing it goes with the process.
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
