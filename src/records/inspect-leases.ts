import pg from 'pg';
import { isPostgres } from './open-records.ts';

/** The bots that live over the same records, and the shards of the servers that none of them answers. */
export interface LeasesReport {
  readonly bots: number;
  readonly shards: number;
  readonly unanswered: readonly number[];
}

const inForceSql = 'SELECT name, owner FROM lease WHERE until > extract(epoch from clock_timestamp()) * 1000';

/** Reads the leases without taking any; null where one bot has all, which is in SQLite. */
export async function inspectLeases(url: string): Promise<LeasesReport | null> {
  if (!isPostgres(url)) return null;
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    query_timeout: 5_000,
  });
  // A server that goes away in between is told by the question.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; owner: string }>(inForceSql);
    const owners = new Map(rows.map(({ name, owner }) => [name, owner]));
    const shards = Number(owners.get('shard-count') ?? 0);
    const all = Array.from({ length: shards }, (_, id) => id);
    return {
      bots: rows.filter(({ name }) => name.startsWith('bot/')).length,
      shards,
      unanswered: all.filter((id) => !owners.has(`shard/${id}`)),
    };
  } finally {
    await client.end();
  }
}
