import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Data of a person regardless of the class: their language, and their DM with the last message that was read. */
export const people: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('person')
      .addColumn('user', 'text', (column) => column.primaryKey())
      .addColumn('locale', 'text')
      .addColumn('dm_channel', 'text')
      .addColumn('dm_seen', 'text')
      .addColumn('dm_at', 'bigint')
      .execute();
    await db.schema.createIndex('person_by_dm').on('person').columns(['dm_at']).execute();
    await db.schema
      .createIndex('submission_by_telling')
      .on('submission')
      .columns(['state', 'told_at', 'judged_at', 'id'])
      .execute();
  },
};
