import type { Kysely, Transaction } from 'kysely';
import { digestOfFiles } from '../../submission/files.ts';
import type { SubmittedPullRequest } from '../../submission/pull-request.ts';
import type { Verdict } from '../../submission/verdict.ts';
import type { Student } from '../student.ts';
import type { ReceivedSubmission, ReplyPlace, Submission, SubmissionRecords } from '../submissions.ts';
import { submissionsWithVerdict, toPullRequest, toSubmission } from './queries.ts';
import type { Tables } from './tables.ts';

const isResult = (outcome: string | null | undefined): boolean =>
  outcome === 'passed' || outcome === 'failed';

/** {@link SubmissionRecords} in SQL. */
export class SqlSubmissionRecords implements SubmissionRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async create(work: ReceivedSubmission): Promise<Submission> {
    await this.#db
      .insertInto('submission')
      .values({
        id: work.id,
        guild: work.student.guild,
        user: work.student.user,
        lesson: work.lesson.slug,
        lesson_digest: work.lesson.digest,
        files: JSON.stringify(work.files),
        files_digest: digestOfFiles(work.files),
        received_at: work.receivedAt,
        run: 1,
        standing_run: null,
        run_by: null,
        state: 'recorded',
        reply: work.reply === null ? null : JSON.stringify(work.reply),
        judged_at: null,
        told_at: null,
        ...pullRequestColumns(work.pullRequest ?? null),
      })
      // A retry after a lost response finds the row already inserted.
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    return {
      ...work,
      filesDigest: digestOfFiles(work.files),
      run: 1,
      runBy: 'student',
      state: 'recorded',
      verdict: null,
      judgedAt: null,
      notifiedAt: null,
      pullRequest: work.pullRequest ?? null,
    };
  }

  get(id: string): Promise<Submission | null> {
    return this.#find(id);
  }

  async latest(student: Student, lesson: string): Promise<Submission | null> {
    const row = await submissionsWithVerdict(this.#db)
      .where('submission.guild', '=', student.guild)
      .where('submission.user', '=', student.user)
      .where('submission.lesson', '=', lesson)
      .orderBy('submission.received_at', 'desc')
      .orderBy('submission.id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : toSubmission(row);
  }

  async setReply(id: string, reply: ReplyPlace | null): Promise<void> {
    await this.#db
      .updateTable('submission')
      .set({ reply: reply === null ? null : JSON.stringify(reply) })
      .where('id', '=', id)
      .execute();
  }

  async setPullRequest(id: string, pullRequest: SubmittedPullRequest): Promise<void> {
    await this.#db
      .updateTable('submission')
      .set(pullRequestColumns(pullRequest))
      .where('id', '=', id)
      .execute();
  }

  async latestPullRequest({ guild, user }: Student, lesson: string): Promise<SubmittedPullRequest | null> {
    const row = await this.#db
      .selectFrom('submission')
      .select('pull_request')
      .where((where) => where.and({ guild, user, lesson }))
      .where('pull_request', 'is not', null)
      .orderBy('received_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return toPullRequest(row?.pull_request ?? null);
  }

  async isOthersPullRequest({ guild, user }: Student, lesson: string, url: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('submission')
      .select('id')
      .where((where) => where.and({ guild, lesson, pull_request_url: url }))
      .where('user', '!=', user)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  newRun(id: string): Promise<Submission> {
    return this.#db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('submission')
        .set((expression) => ({
          run: expression('run', '+', 1),
          state: 'recorded' as const,
        }))
        .where('id', '=', id)
        .execute();
      const submission = await this.#find(id, transaction);
      if (submission === null) throw new Error(`records: there is no submission ${id}`);
      return submission;
    });
  }

  restart(id: string, run: number): Promise<Submission | null> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('submission')
        .set({ run: run + 1, run_by: 'ta', state: 'recorded' })
        .where('id', '=', id)
        .where('run', '=', run)
        .where('state', '=', 'judged')
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n ? await this.#find(id, transaction) : null;
    });
  }

  judge(id: string, run: number, verdict: Verdict, at: number): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows: recorded } = await transaction
        .insertInto('verdict')
        .values({
          submission: id,
          run,
          at,
          outcome: verdict.outcome,
          reason: verdict.reason,
          body: JSON.stringify(verdict),
          replayed: verdict.remembered === undefined ? 0 : 1,
        })
        .onConflict((conflict) => conflict.columns(['submission', 'run']).doNothing())
        .executeTakeFirstOrThrow();
      if (recorded !== 1n) return false;
      const before = await submissionsWithVerdict(transaction)
        .clearSelect()
        .select('verdict.outcome as outcome')
        .where('submission.id', '=', id)
        .executeTakeFirst();
      const stands = isResult(verdict.outcome) || !isResult(before?.outcome);
      const { numUpdatedRows: ended } = await transaction
        .updateTable('submission')
        .set({ state: 'judged', ...(stands ? { standing_run: run, judged_at: at, told_at: null } : {}) })
        .where('id', '=', id)
        .where('run', '=', run)
        .executeTakeFirstOrThrow();
      return ended === 1n;
    });
  }

  markQueued(runs: readonly { readonly id: string; readonly run: number }[]): Promise<void> {
    return this.#db.transaction().execute(async (transaction) => {
      for (const { id, run } of runs)
        await transaction
          .updateTable('submission')
          .set({ state: 'queued' })
          .where('id', '=', id)
          .where('run', '=', run)
          .where('state', '=', 'recorded')
          .execute();
    });
  }

  async markNotified(id: string, run: number, at: number): Promise<void> {
    await this.#db
      .updateTable('submission')
      .set({ told_at: at })
      .where('id', '=', id)
      .where('run', '=', run)
      .where('state', '=', 'judged')
      .execute();
  }

  async turnsSince(student: Student, lesson: string, since: number): Promise<readonly number[]> {
    const rows = await submissionsWithVerdict(this.#db)
      .clearSelect()
      .select('submission.received_at as at')
      .where('submission.guild', '=', student.guild)
      .where('submission.user', '=', student.user)
      .where('submission.lesson', '=', lesson)
      .where('submission.received_at', '>', since)
      .where((where) =>
        where.or([
          where('verdict.outcome', 'is', null),
          where.and([
            where('verdict.outcome', 'in', ['passed', 'failed']),
            where('verdict.replayed', '=', 0),
          ]),
          where('verdict.reason', '=', 'by-student'),
        ]),
      )
      .orderBy('submission.received_at')
      .execute();
    return rows.map(({ at }) => at);
  }

  /** A submission with its standing verdict; other verdicts are history. */
  async #find(id: string, db: Kysely<Tables> | Transaction<Tables> = this.#db): Promise<Submission | null> {
    const row = await submissionsWithVerdict(db).where('submission.id', '=', id).executeTakeFirst();
    return row === undefined ? null : toSubmission(row);
  }
}

const pullRequestColumns = (pullRequest: SubmittedPullRequest | null) => ({
  pull_request: pullRequest === null ? null : JSON.stringify(pullRequest),
  pull_request_url: pullRequest?.url ?? null,
});
