import pg from 'pg';

/** Timeouts for a server. Milliseconds. */
type PostgresPatience = Pick<pg.ClientConfig, 'connectionTimeoutMillis' | 'query_timeout'>;

/** For looking at records from outside, which must not wait long. */
export const inspectionPatience: PostgresPatience = { connectionTimeoutMillis: 3_000, query_timeout: 5_000 };

/** Runs a query over a separate connection to PostgreSQL, which is closed in any case. */
export async function askPostgres<T>(
  url: string,
  patience: PostgresPatience,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, ...patience });
  // If the server goes away in between, the query reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
