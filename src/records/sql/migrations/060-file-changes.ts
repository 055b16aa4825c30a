import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The previous versions of students' files, for undo, and fragments that are not files yet. */
export const fileChanges: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('file_change')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('before', 'text')
      .addColumn('before_at', 'bigint')
      .addColumn('after', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('file_change_key', ['id', 'path'])
      .execute();
    await db.schema
      .createIndex('file_change_of')
      .on('file_change')
      .columns(['guild', 'user', 'lesson', 'at'])
      .execute();
    await db.schema
      .createTable('file_piece')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('file_piece_of')
      .on('file_piece')
      .columns(['guild', 'user', 'lesson', 'at'])
      .execute();
  },
};
