import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The newest verdicts of a class are found without reading the older ones. */
export const judgedLately: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createIndex('submission_judged_lately')
      .on('submission')
      .columns(['guild', 'judged_at'])
      .execute();
  },
};
