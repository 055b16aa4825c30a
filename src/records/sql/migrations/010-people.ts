import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Data about a person that does not depend on a class: language, and the DM with its read position. */
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
