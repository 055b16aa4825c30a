import type { Kysely } from 'kysely';
import type { Outcome } from '../../submission/verdict.ts';
import type { RegradeRecords, RegradeTrial } from '../regrades.ts';
import type { Tables } from './tables.ts';

/** Trial runs are numbered from here, far above the runs of any submission. */
const trialRuns = 1_000;

/** {@link RegradeRecords} in SQL. */
export class SqlRegradeRecords implements RegradeRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  start(id: string, lesson: { readonly slug: string; readonly digest: string }, at: number): Promise<number> {
    return this.#db.transaction().execute(async (transaction) => {
      const submission = await transaction
        .selectFrom('submission')
        .select(['guild', 'run'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const last = await transaction
        .selectFrom('regrade_trial')
        .select('run')
        .where('submission', '=', id)
        .executeTakeFirst();
      const run = Math.max(trialRuns, submission.run, last?.run ?? 0) + 1;
      const trial = { guild: submission.guild, lesson: lesson.slug, digest: lesson.digest, run, at };
      await transaction
        .insertInto('regrade_trial')
        .values({ submission: id, ...trial })
        .onConflict((conflict) => conflict.column('submission').doUpdateSet(trial))
        .execute();
      return run;
    });
  }

  async trials(guild: string, lesson: string, digest: string): Promise<readonly RegradeTrial[]> {
    const rows = await this.#db
      .selectFrom('regrade_trial')
      .innerJoin('submission', 'submission.id', 'regrade_trial.submission')
      .innerJoin('verdict as standing', (join) =>
        join
          .onRef('standing.submission', '=', 'submission.id')
          .onRef('standing.run', '=', 'submission.standing_run'),
      )
      .leftJoin('verdict as tried', (join) =>
        join
          .onRef('tried.submission', '=', 'regrade_trial.submission')
          .onRef('tried.run', '=', 'regrade_trial.run'),
      )
      .select([
        'regrade_trial.submission as submission',
        'regrade_trial.run as run',
        'regrade_trial.digest as digest',
        'submission.user as user',
        'standing.outcome as before',
        'tried.outcome as after',
      ])
      .where('regrade_trial.guild', '=', guild)
      .where('regrade_trial.lesson', '=', lesson)
      .where('regrade_trial.digest', '=', digest)
      .orderBy('submission.received_at')
      .execute();
    return rows.map((row) => ({
      ...row,
      before: row.before as Outcome,
      after: row.after as Outcome | null,
    }));
  }

  apply(id: string, at: number): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const trial = await transaction
        .selectFrom('regrade_trial')
        .innerJoin('verdict', (join) =>
          join
            .onRef('verdict.submission', '=', 'regrade_trial.submission')
            .onRef('verdict.run', '=', 'regrade_trial.run'),
        )
        .select(['regrade_trial.run as run', 'regrade_trial.digest as digest', 'verdict.outcome as outcome'])
        .where('regrade_trial.submission', '=', id)
        .where('verdict.outcome', 'in', ['passed', 'failed'])
        .executeTakeFirst();
      if (trial === undefined) return false;
      const { numUpdatedRows } = await transaction
        .updateTable('submission')
        .set({
          run: trial.run,
          standing_run: trial.run,
          run_by: 'ta',
          lesson_digest: trial.digest,
          judged_at: at,
          told_at: null,
        })
        .where('id', '=', id)
        .where('run', '<', trial.run)
        .where('state', '=', 'judged')
        .executeTakeFirstOrThrow();
      await transaction.deleteFrom('regrade_trial').where('submission', '=', id).execute();
      return numUpdatedRows === 1n;
    });
  }

  async drop(guild: string, lesson: string): Promise<void> {
    await this.#db
      .deleteFrom('regrade_trial')
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .execute();
  }
}
