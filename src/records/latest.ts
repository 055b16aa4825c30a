import type { Kysely } from 'kysely';
import { verdictSchema } from '../submission/verdict.ts';
import type { Records } from './records.ts';
import { judgedSubmissions } from './standing.ts';
import type { Tables } from './tables.ts';

/** What came out last in a class, for those who watch it. */
export function latestRecords(db: Kysely<Tables>): Pick<Records, 'judgedLately'> {
  return {
    judgedLately: async (guild, limit) => {
      const rows = await judgedSubmissions(db)
        .select([
          'submission.id as submission',
          'submission.user as user',
          'submission.lesson as lesson',
          'submission.judged_at as at',
          'verdict.body as body',
        ])
        .where('submission.guild', '=', guild)
        .where('submission.judged_at', 'is not', null)
        .orderBy('submission.judged_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ body, at, ...row }) => {
        const { outcome, reason, todo } = verdictSchema.parse(JSON.parse(body));
        return { ...row, at: at ?? 0, outcome, reason, todo };
      });
    },
  };
}
