import type { Kysely } from 'kysely';
import type { LineRecords } from './lines.ts';
import { submissionsAndStanding } from './standing.ts';
import { toSubmission } from './submissions.ts';
import type { Tables } from './tables.ts';

/** Which submissions stand in line, and which were put aside for the teaching assistants. */
export function lineRecords(db: Kysely<Tables>): LineRecords {
  const withVerdict = () => submissionsAndStanding(db).selectAll('submission').select('verdict.body as body');
  return {
    underway: async (guild) => {
      const rows = await withVerdict()
        .where('submission.state', 'in', ['recorded', 'queued'])
        .where('submission.guild', '=', guild)
        .orderBy('submission.received_at')
        .execute();
      return rows.map(toSubmission);
    },
    underwayOf: async (student, lesson) => {
      const rows = await withVerdict()
        .where('submission.guild', '=', student.guild)
        .where('submission.user', '=', student.user)
        .where('submission.lesson', '=', lesson)
        .where('submission.state', 'in', ['recorded', 'queued'])
        .orderBy('submission.received_at')
        .execute();
      return rows.map(toSubmission);
    },
    markAllQueued: (runs) =>
      db.transaction().execute(async (transaction) => {
        for (const { id, run } of runs)
          await transaction
            .updateTable('submission')
            .set({ state: 'queued' })
            .where('id', '=', id)
            .where('run', '=', run)
            .where('state', '=', 'recorded')
            .execute();
      }),
    parked: async (guild, limit) => {
      const rows = await db
        .selectFrom('verdict')
        // In this order: what broke down is rare.
        .crossJoin('submission')
        .whereRef('submission.id', '=', 'verdict.submission')
        .whereRef('submission.run', '=', 'verdict.run')
        .selectAll('submission')
        .select('verdict.body as body')
        .where('verdict.outcome', '=', 'error')
        .where('submission.state', '=', 'judged')
        .where('submission.guild', '=', guild)
        // What its student sent again since then has no use for another run.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('submission as newer')
                .select('newer.id')
                .whereRef('newer.guild', '=', 'submission.guild')
                .whereRef('newer.user', '=', 'submission.user')
                .whereRef('newer.lesson', '=', 'submission.lesson')
                .whereRef('newer.received_at', '>', 'submission.received_at'),
            ),
          ),
        )
        .orderBy('verdict.at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toSubmission);
    },
    oldestUnderway: (limit) =>
      db
        .selectFrom('submission')
        .select(['id', 'received_at as receivedAt'])
        .where('state', 'in', ['recorded', 'queued'])
        .orderBy('received_at')
        .limit(limit)
        .execute(),
    turnsSince: async (student, lesson, since) => {
      const rows = await withVerdict()
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
    },
  };
}
