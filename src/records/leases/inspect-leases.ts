import { askPostgres, inspectionPatience } from '../storage/ask-postgres.ts';
import { isPostgres } from '../storage/open-records.ts';
import { botLeases, shardCountLease, shardLease } from './lease-names.ts';

/** The bots running on the same records, and the shards that none of them serves. */
export interface LeasesReport {
  readonly bots: number;
  readonly shards: number;
  readonly unanswered: readonly number[];
}

const inForceSql = 'SELECT name, owner FROM lease WHERE until > extract(epoch from clock_timestamp()) * 1000';

/** Reads the leases without taking any; null with SQLite, where a single bot does everything. */
export async function inspectLeases(url: string): Promise<LeasesReport | null> {
  if (!isPostgres(url)) return null;
  const { rows } = await askPostgres(url, inspectionPatience, (client) =>
    client.query<{ name: string; owner: string }>(inForceSql),
  );
  const owners = new Map(rows.map(({ name, owner }) => [name, owner]));
  const shards = Number(owners.get(shardCountLease) ?? 0);
  const all = Array.from({ length: shards }, (_, id) => id);
  return {
    bots: rows.filter(({ name }) => name.startsWith(botLeases)).length,
    shards,
    unanswered: all.filter((id) => !owners.has(shardLease(id))),
  };
}
