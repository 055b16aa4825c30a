import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { guildRecords } from './guilds.ts';
import { lineRecords } from './lines.ts';
import { migrationProvider } from './migrations.ts';
import { ownDataRecords } from './own-data.ts';
import { peopleRecords } from './people.ts';
import { postgresDialect } from './postgres.ts';
import type { Records } from './records.ts';
import { sqliteDialect } from './sqlite.ts';
import { submissionRecords } from './submissions.ts';
import type { Tables } from './tables.ts';
import { workspaceRecords } from './workspaces.ts';

/**
 * Opens the records and brings their tables up to date.
 *
 * @param url `postgres://…`, or the path of an SQLite file, which is made when it is not there.
 * @throws Error when the database cannot be reached or a migration fails; its message says which.
 */
export async function openRecords(url: string): Promise<Records> {
  const dialect = /^postgres(ql)?:\/\//.test(url) ? postgresDialect(url) : sqliteDialect(url);
  const db = new Kysely<Tables>({ dialect });
  const { error, results } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    const where =
      failed === undefined ? 'The records cannot be opened' : `The records' migration ${failed} failed`;
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return {
    ...guildRecords(db),
    ...workspaceRecords(db),
    ...submissionRecords(db),
    ...lineRecords(db),
    ...peopleRecords(db),
    ...ownDataRecords(db),
    close: () => db.destroy(),
  };
}
