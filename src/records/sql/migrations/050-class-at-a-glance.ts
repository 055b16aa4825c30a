import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What a class handed in is counted without reading the files, behind which a row keeps the rest of itself; what failed
 * or broke down lately is found without walking past all that passed.
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
