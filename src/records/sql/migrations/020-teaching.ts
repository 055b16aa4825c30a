import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What teaching assistants work with: see teaching-tables.ts. */
export const teaching: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('audit_entry')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('who', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('whom', 'text')
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .execute();
    await db.schema.createIndex('audit_by_time').on('audit_entry').columns(['guild', 'at']).execute();
    await db.schema
      .createTable('staff_seen')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('staff_seen_key', ['guild', 'user'])
      .execute();
    await db.schema
      .createTable('roster_entry')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('section', 'text')
      .addColumn('discord', 'text')
      .addColumn('user', 'text')
      .addColumn('linked_by', 'text')
      .addColumn('linked_at', 'bigint')
      .addPrimaryKeyConstraint('roster_entry_key', ['guild', 'number'])
      .execute();
    // One account is one student of a class; entries without an account are many.
    await db.schema
      .createIndex('roster_of_user')
      .unique()
      .on('roster_entry')
      .columns(['guild', 'user'])
      .execute();
    await db.schema
      .createTable('grading_policy')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('counts', 'text', (column) => column.notNull())
      .addColumn('starts_at', 'bigint')
      .addColumn('due_at', 'bigint')
      .addColumn('late', 'text', (column) => column.notNull())
      .addColumn('late_per_day', 'integer', (column) => column.notNull())
      .addColumn('grace_minutes', 'integer', (column) => column.notNull())
      .addColumn('remind_hours', 'integer')
      .addColumn('reminded_at', 'bigint')
      .addPrimaryKeyConstraint('grading_policy_key', ['guild', 'lesson'])
      .execute();
    await db.schema
      .createTable('extension')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('extension_key', ['guild', 'lesson', 'user'])
      .execute();
    await db.schema
      .createTable('grade_override')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('points', 'integer', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('grade_override_key', ['guild', 'lesson', 'user'])
      .execute();
    await db.schema
      .createTable('no_reminder')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('no_reminder_key', ['guild', 'user'])
      .execute();
    await db.schema
      .createTable('ask')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('question', 'text', (column) => column.notNull())
      .addColumn('submission', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('channel', 'text')
      .addColumn('message', 'text')
      .addColumn('thread', 'text')
      .addColumn('claimed_by', 'text')
      .addColumn('claimed_at', 'bigint')
      .addColumn('closed_by', 'text')
      .addColumn('closed_at', 'bigint')
      .execute();
    await db.schema.createIndex('ask_by_state').on('ask').columns(['guild', 'state', 'at']).execute();
    for (const table of ['todo_standing', 'todo_seen'] as const) {
      const columns = db.schema
        .createTable(table)
        .addColumn('guild', 'text', (column) => column.notNull())
        .addColumn('user', 'text', (column) => column.notNull())
        .addColumn('lesson', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('todos', 'text', (column) => column.notNull());
      await (table === 'todo_seen'
        ? columns.addColumn('id', 'text', (column) => column.primaryKey())
        : columns.addPrimaryKeyConstraint('todo_standing_key', ['guild', 'lesson', 'user'])
      ).execute();
    }
    await db.schema
      .createIndex('todo_seen_of_student')
      .on('todo_seen')
      .columns(['guild', 'lesson', 'user', 'at'])
      .execute();
    await db.schema
      .createTable('staff_post')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('message', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('staff_post_key', ['guild', 'kind'])
      .execute();
    await db.schema
      .createTable('open_alert')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('message', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('open_alert_key', ['guild', 'key'])
      .execute();
    await db.schema
      .createTable('regrade_trial')
      .addColumn('guild', 'text', (column) => column.notNull())
      .addColumn('lesson', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('submission', 'text', (column) => column.notNull())
      .addColumn('run', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('regrade_trial_key', ['submission'])
      .execute();
    await db.schema
      .createIndex('submission_of_lesson')
      .on('submission')
      .columns(['guild', 'lesson', 'received_at'])
      .execute();
    await db.schema
      .createIndex('submission_of_class_by_state')
      .on('submission')
      .columns(['guild', 'state', 'received_at'])
      .execute();
  },
};
