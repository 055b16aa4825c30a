import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

const int8 = 20;

/** Timeouts for connecting, for a query, and for an idle transaction. Milliseconds. */
const patience = { connection: 2_000, answer: 10_000, idle: 20_000 } as const;

/**
 * The dialect for PostgreSQL, with which several bots can share the records. Times are integers below 2⁵³, so int8 is parsed as a
 * number.
 */
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
  // When a server goes away, it closes the pool's idle connections, and those in use between two queries. That must not end the
  // bot: the next query gets a new connection, or fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return new PostgresDialect({ pool });
}
