import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Every submission, with its standing verdict where there is one: that of its current run. Any other is history. */
export const submissionsAndStanding = (db: Kysely<Tables>) =>
  db
    .selectFrom('submission')
    .leftJoin('verdict', (join) =>
      join.onRef('verdict.submission', '=', 'submission.id').onRef('verdict.run', '=', 'submission.run'),
    );

/** The submissions that have a standing verdict, with it. */
export const judgedSubmissions = (db: Kysely<Tables>) =>
  db
    .selectFrom('submission')
    .innerJoin('verdict', (join) =>
      join.onRef('verdict.submission', '=', 'submission.id').onRef('verdict.run', '=', 'submission.run'),
    );
