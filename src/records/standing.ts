import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Every submission, with its standing verdict where there is one: that of the newest run that passed or failed, and where none
 * did, of the newest one. Any other is history.
 */
export const submissionsAndStanding = (db: Kysely<Tables>) =>
  db
    .selectFrom('submission')
    .leftJoin('verdict', (join) =>
      join
        .onRef('verdict.submission', '=', 'submission.id')
        .onRef('verdict.run', '=', 'submission.standing_run'),
    );

/** The submissions that have a standing verdict, with it. */
export const judgedSubmissions = (db: Kysely<Tables>) =>
  db
    .selectFrom('submission')
    .innerJoin('verdict', (join) =>
      join
        .onRef('verdict.submission', '=', 'submission.id')
        .onRef('verdict.run', '=', 'submission.standing_run'),
    );
