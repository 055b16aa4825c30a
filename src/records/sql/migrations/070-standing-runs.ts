import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Records which run's verdict stands, so that a run which broke down or was cancelled does not replace an earlier one that passed or
 * failed. Corrects the submissions for which this happened before. Also records who started a run, and which verdicts were replayed.
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
