import type { Kysely } from 'kysely';
import { mayBeReplayed } from '../submission/replay.ts';
import { verdictSchema } from '../submission/verdict.ts';
import type { Records } from './records.ts';
import { judgedSubmissions } from './standing.ts';
import type { Tables } from './tables.ts';

/** More of them are not looked through: the newest ones are those that may still hold. */
const mostTried = 20;

/** Verdicts of the same files. */
export function rememberedRecords(db: Kysely<Tables>): Pick<Records, 'verdictOf'> {
  return {
    verdictOf: async ({ student, lesson, files, checker, limits, disks = [] }) => {
      const rows = await judgedSubmissions(db)
        .select(['verdict.body', 'verdict.at'])
        .where('submission.guild', '=', student.guild)
        .where('submission.user', '=', student.user)
        .where('submission.lesson', '=', lesson.slug)
        .where('submission.lesson_digest', '=', lesson.digest)
        .where('submission.files_digest', '=', files)
        .where('verdict.outcome', 'in', ['passed', 'failed'])
        .orderBy('verdict.at', 'desc')
        .limit(mostTried)
        .execute();
      for (const { body, at } of rows) {
        const verdict = verdictSchema.safeParse(JSON.parse(body)).data;
        if (verdict?.digests.checker !== checker || verdict.digests.limits !== limits) continue;
        if (disks.length > 0 && !disks.includes(verdict.digests.box)) continue;
        // What is newest counts: an older one that agrees with it less is not looked for.
        if (!mayBeReplayed(verdict)) return null;
        return { verdict, judgedAt: verdict.remembered?.judgedAt ?? at };
      }
      return null;
    },
  };
}
