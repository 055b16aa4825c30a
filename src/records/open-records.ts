import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { awayReason, patiently, patientRecords, RecordsAway } from './away.ts';
import { deadLetterRecords } from './dead-letters.ts';
import { guildRecords } from './guilds.ts';
import { latestRecords } from './latest.ts';
import { lineRecords } from './line-records.ts';
import { migrationProvider } from './migrations.ts';
import { ownDataRecords } from './own-data.ts';
import { peopleRecords } from './people.ts';
import { postgresDialect } from './postgres.ts';
import type { Records } from './records.ts';
import { rememberedRecords } from './remembered.ts';
import { signInRecords } from './sign-ins.ts';
import { sqliteDialect } from './sqlite.ts';
import { submissionRecords } from './submissions.ts';
import type { Tables } from './tables.ts';
import { teachingRecords } from './teaching-records.ts';
import { workspaceRecords } from './workspaces.ts';

/** How long another process may take that opens the same records first. Milliseconds, one for each further try. */
const openingPauses = [100, 200, 400, 800, 1_600, 3_200] as const;

/**
 * Opens the records and brings their tables up to date.
 *
 * @param url `postgres://…`, or the path of an SQLite file, which is made when it is not there.
 * @returns Records that try again by themselves for a moment, and then throw {@link RecordsAway}.
 * @throws Error when the database cannot be reached or a migration fails; its message says which.
 */
export async function openRecords(url: string): Promise<Records> {
  try {
    const db = await patiently(() => openDatabase(url), openingPauses, ['busy']);
    return recordsIn(db);
  } catch (error) {
    const cause = error instanceof RecordsAway ? error.cause : error;
    throw new Error(
      `The records cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}

/** The records in a database that has all its tables. */
export const recordsIn = (db: Kysely<Tables>): Records =>
  patientRecords({
    ...guildRecords(db),
    ...workspaceRecords(db),
    ...submissionRecords(db),
    ...peopleRecords(db),
    ...ownDataRecords(db),
    ...lineRecords(db),
    ...latestRecords(db),
    ...rememberedRecords(db),
    ...signInRecords(db),
    ...teachingRecords(db),
    ...deadLetterRecords(db),
    close: () => db.destroy(),
  });

export const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url);

/** A database with all its tables. */
async function openDatabase(url: string): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({ dialect: isPostgres(url) ? postgresDialect(url) : sqliteDialect(url) });
  const { error, results } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  if (failed === undefined || awayReason(error) !== null) throw error;
  throw new Error(`migration ${failed} failed: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}
