import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

const int8 = 20;

/** How long a server may take: for a connection, for an answer, for a transaction that nobody goes on with. Milliseconds. */
const patience = { connection: 2_000, answer: 10_000, idle: 20_000 } as const;

/** PostgreSQL, for several bots over one set of records. Moments are whole numbers below 2⁵³, so int8 is read as a number. */
export function postgresDialect(url: string): Dialect {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid, format) =>
      oid === int8 ? (text: string) => Number(text) : pg.types.getTypeParser(oid, format as 'text'),
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: patience.connection,
    query_timeout: patience.answer,
    idle_in_transaction_session_timeout: patience.idle,
    keepAlive: true,
    types,
  });
  // A server that goes away closes the idle connections of the pool, and those in use between two queries.
  // Neither is a reason to end the bot: the next query gets a new one, or fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return new PostgresDialect({ pool });
}
