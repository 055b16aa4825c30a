import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The DM message being answered, and how often that was begun, so that the next process knows which message its predecessor died
 * of.
 */
export const dmAttempts: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('person').addColumn('dm_attempt', 'text').execute();
    await db.schema
      .alterTable('person')
      .addColumn('dm_attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
