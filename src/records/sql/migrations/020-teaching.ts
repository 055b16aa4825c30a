import type { Migration } from 'kysely/migration';
import { createSchema, type IndexDefinition, type TableDefinition } from '../schema.ts';

const tables: readonly TableDefinition[] = [
  {
    name: 'audit_entry',
    columns: {
      id: 'text primary key',
      guild: 'text not null',
      at: 'bigint not null',
      who: 'text not null',
      action: 'text not null',
      whom: 'text',
      details: 'text not null',
      reason: 'text',
    },
  },
  {
    name: 'staff_seen',
    columns: {
      guild: 'text not null',
      user: 'text not null',
    },
    primaryKey: ['guild', 'user'],
  },
  {
    name: 'roster_entry',
    columns: {
      guild: 'text not null',
      number: 'text not null',
      name: 'text',
      section: 'text',
      discord: 'text',
      user: 'text',
      linked_by: 'text',
      linked_at: 'bigint',
    },
    primaryKey: ['guild', 'number'],
  },
  {
    name: 'grading_policy',
    columns: {
      guild: 'text not null',
      lesson: 'text not null',
      counts: 'text not null',
      starts_at: 'bigint',
      due_at: 'bigint',
      late: 'text not null',
      late_per_day: 'integer not null',
      grace_minutes: 'integer not null',
      remind_hours: 'integer',
      reminded_at: 'bigint',
    },
    primaryKey: ['guild', 'lesson'],
  },
  {
    name: 'extension',
    columns: {
      guild: 'text not null',
      lesson: 'text not null',
      user: 'text not null',
      due_at: 'bigint not null',
      by: 'text not null',
      at: 'bigint not null',
      reason: 'text',
    },
    primaryKey: ['guild', 'lesson', 'user'],
  },
  {
    name: 'grade_override',
    columns: {
      guild: 'text not null',
      lesson: 'text not null',
      user: 'text not null',
      points: 'integer not null',
      by: 'text not null',
      at: 'bigint not null',
      reason: 'text not null',
    },
    primaryKey: ['guild', 'lesson', 'user'],
  },
  {
    name: 'no_reminder',
    columns: {
      guild: 'text not null',
      user: 'text not null',
    },
    primaryKey: ['guild', 'user'],
  },
  {
    name: 'ask',
    columns: {
      id: 'text primary key',
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      at: 'bigint not null',
      question: 'text not null',
      submission: 'text',
      state: 'text not null',
      channel: 'text',
      message: 'text',
      thread: 'text',
      claimed_by: 'text',
      claimed_at: 'bigint',
      closed_by: 'text',
      closed_at: 'bigint',
    },
  },
  {
    name: 'todo_standing',
    columns: {
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      at: 'bigint not null',
      todos: 'text not null',
    },
    primaryKey: ['guild', 'lesson', 'user'],
  },
  {
    name: 'todo_seen',
    columns: {
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      at: 'bigint not null',
      todos: 'text not null',
      id: 'text primary key',
    },
  },
  {
    name: 'staff_post',
    columns: {
      guild: 'text not null',
      kind: 'text not null',
      channel: 'text not null',
      message: 'text not null',
    },
    primaryKey: ['guild', 'kind'],
  },
  {
    name: 'open_alert',
    columns: {
      guild: 'text not null',
      key: 'text not null',
      since: 'bigint not null',
      channel: 'text not null',
      message: 'text not null',
    },
    primaryKey: ['guild', 'key'],
  },
  {
    name: 'regrade_trial',
    columns: {
      guild: 'text not null',
      lesson: 'text not null',
      digest: 'text not null',
      submission: 'text not null',
      run: 'integer not null',
      at: 'bigint not null',
    },
    primaryKey: ['submission'],
  },
];

const indexes: readonly IndexDefinition[] = [
  { name: 'audit_by_time', on: 'audit_entry', columns: ['guild', 'at'] },
  // An account is at most one student of a class; there can be many entries without an account.
  { name: 'roster_of_user', on: 'roster_entry', columns: ['guild', 'user'], unique: true },
  { name: 'ask_by_state', on: 'ask', columns: ['guild', 'state', 'at'] },
  { name: 'todo_seen_of_student', on: 'todo_seen', columns: ['guild', 'lesson', 'user', 'at'] },
  { name: 'submission_of_lesson', on: 'submission', columns: ['guild', 'lesson', 'received_at'] },
  { name: 'submission_of_class_by_state', on: 'submission', columns: ['guild', 'state', 'received_at'] },
];

/** The tables for teaching assistants: see teaching-tables.ts. */
export const teaching: Migration = {
  up: (db) => createSchema(db, { tables, indexes }),
};
