import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const firstTables: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('guild')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('ta_role', 'text')
      .addColumn('ta_channel', 'text')
      .addColumn('class_channel', 'text')
      .execute();
    await db.schema
      .createTable('dm_choice')
      .addColumn('user', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('remembered_file')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('remembered_file_key', ['guild', 'user', 'lesson', 'path'])
      .execute();
    await db.schema
      .createTable('hint_taken')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('todo', 'integer', (column) => column.notNull())
      .addColumn('first_at', 'bigint', (column) => column.notNull())
      .addColumn('times', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('hint_taken_key', ['guild', 'user', 'lesson', 'todo'])
      .execute();
    await db.schema
      .createTable('check_done')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('ready', 'integer')
      .addColumn('done', 'integer', (column) => column.notNull())
      .addColumn('of', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('submission')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('lesson_digest', 'text', (column) => column.notNull())
      .addColumn('files', 'text', (column) => column.notNull())
      .addColumn('files_digest', 'text', (column) => column.notNull())
      .addColumn('received_at', 'bigint', (column) => column.notNull())
      .addColumn('run', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reply', 'text')
      .addColumn('judged_at', 'bigint')
      .addColumn('told_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('submission_of_student')
      .on('submission')
      .columns(['guild', 'user', 'lesson', 'received_at'])
      .execute();
    await db.schema
      .createIndex('submission_by_state')
      .on('submission')
      .columns(['state', 'received_at'])
      .execute();
    await db.schema
      .createTable('verdict')
      .addColumn('submission', 'text', (column) => column.notNull())
      .addColumn('run', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('verdict_key', ['submission', 'run'])
      .execute();
    await db.schema.createIndex('verdict_by_time').on('verdict').columns(['at']).execute();
  },
};
