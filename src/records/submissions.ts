import type { Kysely, Selectable, Transaction } from 'kysely';
import { digestOfFiles, studentFilesSchema } from '../submission/files.ts';
import { outcomes, verdictSchema } from '../submission/verdict.ts';
import type { OutcomeCounts, Records, ReplyPlace, Submission } from './records.ts';
import { submissionsAndStanding } from './standing.ts';
import type { Tables } from './tables.ts';

type SubmissionRow = Selectable<Tables['submission']> & { readonly body: string | null };

export const toSubmission = (row: SubmissionRow): Submission => ({
  id: row.id,
  student: { guild: row.guild, user: row.user },
  lesson: { slug: row.lesson, digest: row.lesson_digest },
  files: studentFilesSchema.parse(JSON.parse(row.files)),
  filesDigest: row.files_digest,
  receivedAt: row.received_at,
  run: row.run,
  runBy: row.run_by ?? 'student',
  state: row.state,
  reply: row.reply === null ? null : (JSON.parse(row.reply) as ReplyPlace),
  verdict: row.body === null ? null : verdictSchema.parse(JSON.parse(row.body)),
  judgedAt: row.judged_at,
  toldAt: row.told_at,
});

const isResult = (outcome: string | null | undefined): boolean =>
  outcome === 'passed' || outcome === 'failed';

/** Submissions, their runs and their verdicts. */
export function submissionRecords(
  db: Kysely<Tables>,
): Pick<
  Records,
  | 'submit'
  | 'submission'
  | 'latest'
  | 'setReply'
  | 'newRun'
  | 'startAgain'
  | 'judge'
  | 'markTold'
  | 'unqueued'
  | 'unjudged'
  | 'untold'
  | 'toldSince'
  | 'outcomesSince'
> {
  /** A submission with its standing verdict: any other is history. */
  const withVerdict = (at: Kysely<Tables> | Transaction<Tables> = db) =>
    submissionsAndStanding(at).selectAll('submission').select('verdict.body as body');

  const one = async (
    id: string,
    at: Kysely<Tables> | Transaction<Tables> = db,
  ): Promise<Submission | null> => {
    const row = await withVerdict(at).where('submission.id', '=', id).executeTakeFirst();
    return row === undefined ? null : toSubmission(row);
  };

  return {
    submit: async (work) => {
      await db
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
        })
        // Tried again after an answer that got lost: it is there.
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
        toldAt: null,
      };
    },
    submission: (id) => one(id),
    latest: async (student, lesson) => {
      const row = await withVerdict()
        .where('submission.guild', '=', student.guild)
        .where('submission.user', '=', student.user)
        .where('submission.lesson', '=', lesson)
        .orderBy('submission.received_at', 'desc')
        .orderBy('submission.id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toSubmission(row);
    },
    setReply: async (id, reply) => {
      await db
        .updateTable('submission')
        .set({ reply: reply === null ? null : JSON.stringify(reply) })
        .where('id', '=', id)
        .execute();
    },
    newRun: (id) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('submission')
          .set((expression) => ({
            run: expression('run', '+', 1),
            state: 'recorded' as const,
          }))
          .where('id', '=', id)
          .execute();
        const submission = await one(id, transaction);
        if (submission === null) throw new Error(`records: there is no submission ${id}`);
        return submission;
      }),
    startAgain: (id, run) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('submission')
          .set({ run: run + 1, run_by: 'ta', state: 'recorded' })
          .where('id', '=', id)
          .where('run', '=', run)
          .where('state', '=', 'judged')
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n ? await one(id, transaction) : null;
      }),
    judge: (id, run, verdict, at) =>
      db.transaction().execute(async (transaction) => {
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
        const before = await withVerdict(transaction)
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
      }),
    markTold: async (id, run, at) => {
      await db
        .updateTable('submission')
        .set({ told_at: at })
        .where('id', '=', id)
        .where('run', '=', run)
        .where('state', '=', 'judged')
        .execute();
    },
    unqueued: async (limit) => {
      const rows = await withVerdict()
        .where('submission.state', '=', 'recorded')
        .orderBy('submission.received_at')
        .limit(limit)
        .execute();
      return rows.map(toSubmission);
    },
    unjudged: async (limit) => {
      const rows = await withVerdict()
        .where('submission.state', '=', 'queued')
        .orderBy('submission.received_at')
        .limit(limit)
        .execute();
      return rows.map(toSubmission);
    },
    untold: async (limit, after) => {
      const at = after?.judgedAt ?? null;
      const rows = await withVerdict()
        .where('submission.state', '=', 'judged')
        .where('submission.told_at', 'is', null)
        .$if(after !== undefined && at !== null, (query) =>
          query.where((where) =>
            where.or([
              where('submission.judged_at', '>', at),
              where.and([
                where('submission.judged_at', '=', at),
                where('submission.id', '>', after?.id ?? ''),
              ]),
            ]),
          ),
        )
        .orderBy('submission.judged_at')
        .orderBy('submission.id')
        .limit(limit)
        .execute();
      return rows.map(toSubmission);
    },
    toldSince: async (at, limit) => {
      const rows = await withVerdict()
        .where('submission.state', '=', 'judged')
        .where('submission.told_at', '>=', at)
        .orderBy('submission.told_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toSubmission);
    },
    outcomesSince: async (guild, since) => {
      const rows = await db
        .selectFrom('verdict')
        // In this order: today's verdicts are few, a class's submissions many.
        .crossJoin('submission')
        .whereRef('submission.id', '=', 'verdict.submission')
        .select(['verdict.outcome', (expression) => expression.fn.countAll<number>().as('count')])
        .where('submission.guild', '=', guild)
        .where('verdict.at', '>=', since)
        .where('verdict.replayed', '=', 0)
        .groupBy('verdict.outcome')
        .execute();
      const count = (outcome: string): number =>
        Number(rows.find((row) => row.outcome === outcome)?.count ?? 0);
      return Object.fromEntries(
        outcomes.map((outcome) => [outcome, count(outcome)]),
      ) as unknown as OutcomeCounts;
    },
  };
}
