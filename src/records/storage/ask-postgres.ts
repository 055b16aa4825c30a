import pg from 'pg';

/** Time limits for a server. Milliseconds. */
type PostgresPatience = Pick<pg.ClientConfig, 'connectionTimeoutMillis' | 'query_timeout'>;

/** Short limits for inspecting records from outside. */
export const inspectionPatience: PostgresPatience = { connectionTimeoutMillis: 3_000, query_timeout: 5_000 };

/** Runs a query on a separate PostgreSQL connection, which is always closed afterwards. */
export async function askPostgres<T>(
  url: string,
  patience: PostgresPatience,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, ...patience });
  // If the server disappears in between, the query reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
