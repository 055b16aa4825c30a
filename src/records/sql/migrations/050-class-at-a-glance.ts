import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Indexes for the class view: submissions are counted without reading their files, which are stored before the row's other
 * columns, and recent failures and errors are found without scanning everything that passed.
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
