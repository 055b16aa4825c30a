import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The message of a DM that is being answered, and how often that was begun: what a life of the bot ended over is known to the next one. */
export const dmAttempts: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('person').addColumn('dm_attempt', 'text').execute();
    await db.schema
      .alterTable('person')
      .addColumn('dm_attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
