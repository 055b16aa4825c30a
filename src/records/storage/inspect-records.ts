import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { migrationProvider } from '../sql/migrations.ts';
import { askPostgres, inspectionPatience } from './ask-postgres.ts';
import { isPostgres } from './open-records.ts';

/**
 * The state of the records, determined without changing them. absent: there are none yet. behind: the next start migrates them.
 * ahead: a newer Dockhand wrote them, which this version cannot read. unreachable: the database refuses, or does not contain our
 * records.
 */
export type RecordsReport =
  | { readonly state: 'absent' | 'current' }
  | { readonly state: 'behind' | 'ahead'; readonly migrations: readonly string[] }
  | { readonly state: 'unreachable'; readonly why: string };

const migrationsSql = 'SELECT name FROM kysely_migration';

/** Compares the applied migrations with those of this version. */
export async function inspectRecords(url: string): Promise<RecordsReport> {
  const known = Object.keys(await migrationProvider.getMigrations());
  if (!isPostgres(url) && !existsSync(url)) return { state: 'absent' };
  try {
    const done = isPostgres(url) ? await inPostgres(url) : inSqlite(url);
    if (done.length === 0) return { state: 'absent' };
    const foreign = done.filter((name) => !known.includes(name));
    if (foreign.length > 0) return { state: 'ahead', migrations: foreign };
    const pending = known.filter((name) => !done.includes(name));
    return pending.length > 0 ? { state: 'behind', migrations: pending } : { state: 'current' };
  } catch (error) {
    return { state: 'unreachable', why: plainMessageOf(error) };
  }
}

function inSqlite(path: string): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'kysely_migration'").all();
    return tables.length === 0
      ? []
      : database
          .prepare(migrationsSql)
          .all()
          .map(({ name }) => String(name));
  } finally {
    database.close();
  }
}

const inPostgres = (url: string): Promise<readonly string[]> =>
  askPostgres(url, inspectionPatience, async (client) => {
    const there = await client.query("SELECT to_regclass('kysely_migration') AS it");
    if (there.rows[0]?.it === null) return [];
    const { rows } = await client.query<{ name: string }>(migrationsSql);
    return rows.map(({ name }) => name);
  });
