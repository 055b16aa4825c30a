import pg from 'pg';

/** How long one waits for a server. Milliseconds. */
type PostgresPatience = Pick<pg.ClientConfig, 'connectionTimeoutMillis' | 'query_timeout'>;

/** A look at records from outside: nobody waits for long. */
export const inspectionPatience: PostgresPatience = { connectionTimeoutMillis: 3_000, query_timeout: 5_000 };

/** Asks a PostgreSQL something over a connection of its own, which is closed in any case. */
export async function askPostgres<T>(
  url: string,
  patience: PostgresPatience,
  ask: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, ...patience });
  // When the server goes away in between, the query reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
