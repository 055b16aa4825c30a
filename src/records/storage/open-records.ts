import { statSync } from 'node:fs';
import { Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { OperatorError } from '../../errors/operator-error.ts';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import { settledWithin } from '../../timing/time-limit.ts';
import type { Records } from '../records.ts';
import { SqlAlertRecords } from '../sql/alerts.ts';
import { SqlAttemptRecords } from '../sql/attempts.ts';
import { SqlAuditRecords } from '../sql/audit.ts';
import { SqlBacklogRecords } from '../sql/backlog.ts';
import { SqlChecklistRecords } from '../sql/checklist.ts';
import { SqlDeadLetterRecords } from '../sql/dead-letters.ts';
import { SqlGradeRecords } from '../sql/grades.ts';
import { SqlGuildRecords } from '../sql/guilds.ts';
import { SqlLeaseRecords } from '../sql/leases.ts';
import { SqlLessonChoiceRecords } from '../sql/lesson-choices.ts';
import { migrationProvider } from '../sql/migrations.ts';
import { SqlPeopleRecords } from '../sql/people.ts';
import { SqlPersonalDataRecords } from '../sql/personal-data.ts';
import { postgresDialect } from '../sql/postgres.ts';
import { SqlPracticeRecords } from '../sql/practice.ts';
import { SqlProgressRecords } from '../sql/progress.ts';
import { SqlQuestionRecords } from '../sql/questions.ts';
import { SqlRegradeRecords } from '../sql/regrades.ts';
import { SqlReminderRecords } from '../sql/reminders.ts';
import { SqlRosterRecords } from '../sql/roster.ts';
import { SqlSignInRecords } from '../sql/sign-ins.ts';
import { sqliteDialect } from '../sql/sqlite.ts';
import { SqlStaffRecords } from '../sql/staff.ts';
import { SqlStaffPostRecords } from '../sql/staff-posts.ts';
import { SqlSubmissionRecords } from '../sql/submissions.ts';
import type { Tables } from '../sql/tables.ts';
import { SqlVerdictRecords } from '../sql/verdicts.ts';
import { SqlWorkspaceRecords } from '../sql/workspaces.ts';
import { awayReason, patiently, patientRecords, RecordsAway } from './away.ts';
import { notWritable } from './not-writable.ts';
import { sayOfRecords } from './operator-wording.ts';

/** Pauses while another process that is opening the same records finishes; one for each retry. Milliseconds. */
const openingPauses = [100, 200, 400, 800, 1_600, 3_200] as const;

/** How long closing the connections may take. Milliseconds. */
const closeMs = 2_000;

/**
 * Opens the records and migrates their tables.
 * @param url `postgres://…`, or the path of an SQLite file, which is created if absent.
 * @returns Records whose methods retry briefly and then throw {@link RecordsAway}.
 * @throws OperatorError when the database cannot be reached or written, a migration fails, or a newer version has written it; the
 * message says which.
 */
export async function openRecords(url: string): Promise<Records> {
  try {
    const db = await patiently(() => openDatabase(url), openingPauses, ['busy']);
    return recordsIn(db);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const cause = error instanceof RecordsAway ? error.cause : error;
    const known = isPostgres(url) ? null : (notWritable(url, cause) ?? noFile(url));
    if (known !== null) throw known;
    const why = plainMessageOf(cause);
    throw new OperatorError('DOCKHAND_RECORDS', sayOfRecords('unopened', { why }), { cause });
  }
}

/** The error for a path to a folder in place of the records file; null for any other path. */
const noFile = (path: string): OperatorError | null =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    ? new OperatorError('DOCKHAND_RECORDS', sayOfRecords('folder', { path }))
    : null;

/** The records in a database that has all its tables. */
export const recordsIn = (db: Kysely<Tables>): Records => ({
  ...patientRecords({
    alerts: new SqlAlertRecords(db),
    attempts: new SqlAttemptRecords(db),
    audit: new SqlAuditRecords(db),
    backlog: new SqlBacklogRecords(db),
    checklist: new SqlChecklistRecords(db),
    deadLetters: new SqlDeadLetterRecords(db),
    grades: new SqlGradeRecords(db),
    guilds: new SqlGuildRecords(db),
    leases: new SqlLeaseRecords(db),
    lessonChoices: new SqlLessonChoiceRecords(db),
    people: new SqlPeopleRecords(db),
    personalData: new SqlPersonalDataRecords(db),
    practice: new SqlPracticeRecords(db),
    progress: new SqlProgressRecords(db),
    questions: new SqlQuestionRecords(db),
    regrades: new SqlRegradeRecords(db),
    reminders: new SqlReminderRecords(db),
    roster: new SqlRosterRecords(db),
    signIns: new SqlSignInRecords(db),
    staff: new SqlStaffRecords(db),
    staffPosts: new SqlStaffPostRecords(db),
    submissions: new SqlSubmissionRecords(db),
    verdicts: new SqlVerdictRecords(db),
    workspaces: new SqlWorkspaceRecords(db),
  }),
  // If the server does not answer, its connections do not close either.
  close: () => settledWithin(db.destroy(), closeMs),
});

export const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url);

/** Opens a database and migrates its tables. */
async function openDatabase(url: string): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({ dialect: isPostgres(url) ? postgresDialect(url) : sqliteDialect(url) });
  const { error, results } = await new Migrator({ db, provider: migrationProvider }).migrateToLatest();
  if (error === undefined) return db;
  const newer = awayReason(error) === null ? await migrationsOfNewer(db).catch(() => []) : [];
  await db.destroy();
  if (newer.length > 0)
    throw new OperatorError('DOCKHAND_RECORDS', sayOfRecords('ahead', { migrations: newer.join(', ') }), {
      cause: error,
    });
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  if (failed === undefined || awayReason(error) !== null) throw error;
  const why = plainMessageOf(error);
  throw new OperatorError('DOCKHAND_RECORDS', sayOfRecords('migration', { name: failed, why }), {
    cause: error,
  });
}

/** Migrations that were applied here and are unknown to this version. */
async function migrationsOfNewer(db: Kysely<Tables>): Promise<readonly string[]> {
  const known = Object.keys(await migrationProvider.getMigrations());
  const { rows } = await sql<{ readonly name: string }>`SELECT name FROM kysely_migration`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !known.includes(name));
}
