import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** An index that finds the newest verdicts of a class without reading the older ones. */
export const judgedLately: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createIndex('submission_judged_lately')
      .on('submission')
      .columns(['guild', 'judged_at'])
      .execute();
  },
};
