import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Indexes for counting the submissions of a class without reading the files, which precede other columns in a row, and for finding recent
 * failures and errors without scanning the submissions that passed.
 */
export const classAtAGlance: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createIndex('submission_at_a_glance')
      .on('submission')
      .columns(['guild', 'lesson', 'user', 'received_at', 'id', 'run'])
      .execute();
    await db.schema.createIndex('verdict_by_outcome').on('verdict').columns(['outcome', 'at']).execute();
  },
};
