import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The DM message being answered and the number of attempts, so that a restarted bot knows which message it died on. */
export const dmAttempts: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('person').addColumn('dm_attempt', 'text').execute();
    await db.schema
      .alterTable('person')
      .addColumn('dm_attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
