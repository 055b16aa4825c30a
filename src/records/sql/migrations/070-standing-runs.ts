import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Stores which run's verdict stands: a run that broke down or was cancelled no longer replaces an earlier pass or failure, and
 * results lost that way are repaired. Also stores who started a run, and which verdicts were reused without a run.
 */
export const standingRuns: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('submission').addColumn('standing_run', 'integer').execute();
    await db.schema.alterTable('submission').addColumn('run_by', 'text').execute();
    await db.schema
      .alterTable('verdict')
      .addColumn('replayed', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`update verdict set replayed = 1 where body like '%"remembered":{"judgedAt"%'`.execute(db);
    await sql`
      update submission set standing_run = coalesce(
        (select max(run) from verdict
         where verdict.submission = submission.id and verdict.run <= submission.run and outcome in ('passed', 'failed')),
        (select run from verdict where verdict.submission = submission.id and verdict.run = submission.run)
      )`.execute(db);
  },
};
