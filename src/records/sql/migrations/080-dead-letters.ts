import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Texts that ended the process that read them, by digest; the text itself is not stored here. */
export const deadLetters: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('dead_letter')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('why', 'text', (column) => column.notNull())
      .addColumn('file', 'text')
      .addColumn('line', 'integer')
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('discarded_at', 'bigint')
      .addUniqueConstraint('dead_letter_once', ['guild', 'user', 'digest'])
      .execute();
    await db.schema.createIndex('dead_letter_of_class').on('dead_letter').columns(['guild', 'at']).execute();
  },
};
