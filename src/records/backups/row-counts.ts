import { DatabaseSync } from 'node:sqlite';
import { askPostgres } from '../storage/ask-postgres.ts';
import { isPostgres } from '../storage/open-records.ts';

/** The number of rows in each table of a database. */
export type RowCounts = ReadonlyMap<string, number>;

/** Names come from the database itself. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const countRows = (url: string): Promise<RowCounts> =>
  isPostgres(url) ? countInPostgres(url) : countInSqlite(url);

async function countInSqlite(path: string): Promise<RowCounts> {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 30_000 });
  try {
    const tables = database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .all()
      .map(({ name }) => String(name));
    return new Map(
      tables.map((name) => [
        name,
        Number(database.prepare(`SELECT count(*) AS n FROM ${quoted(name)}`).get()?.n),
      ]),
    );
  } finally {
    database.close();
  }
}

const countInPostgres = (url: string): Promise<RowCounts> =>
  askPostgres(url, { connectionTimeoutMillis: 10_000 }, async (client) => {
    const tables = await client.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
    );
    const counts = new Map<string, number>();
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${quoted(name)}`);
      counts.set(name, Number(rows[0]?.n));
    }
    return counts;
  });
