import type { Migration } from 'kysely/migration';
import { createSchema, type IndexDefinition, type TableDefinition } from '../schema.ts';

const tables: readonly TableDefinition[] = [
  {
    name: 'guild',
    columns: {
      id: 'text primary key',
      lesson: 'text not null',
      ta_role: 'text',
      ta_channel: 'text',
      class_channel: 'text',
    },
  },
  {
    name: 'dm_choice',
    columns: {
      user: 'text primary key',
      guild: 'text not null',
    },
  },
  {
    name: 'remembered_file',
    columns: {
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      path: 'text not null',
      text: 'text not null',
      received_at: 'bigint not null',
    },
    primaryKey: ['guild', 'user', 'lesson', 'path'],
  },
  {
    name: 'hint_taken',
    columns: {
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      todo: 'integer not null',
      first_at: 'bigint not null',
      times: 'integer not null',
    },
    primaryKey: ['guild', 'user', 'lesson', 'todo'],
  },
  {
    name: 'check_done',
    columns: {
      id: 'text primary key',
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      at: 'bigint not null',
      ready: 'integer',
      done: 'integer not null',
      of: 'integer not null',
    },
  },
  {
    name: 'submission',
    columns: {
      id: 'text primary key',
      guild: 'text not null',
      user: 'text not null',
      lesson: 'text not null',
      lesson_digest: 'text not null',
      files: 'text not null',
      files_digest: 'text not null',
      received_at: 'bigint not null',
      run: 'integer not null',
      state: 'text not null',
      reply: 'text',
      judged_at: 'bigint',
      told_at: 'bigint',
    },
  },
  {
    name: 'verdict',
    columns: {
      submission: 'text not null',
      run: 'integer not null',
      at: 'bigint not null',
      outcome: 'text not null',
      reason: 'text',
      body: 'text not null',
    },
    primaryKey: ['submission', 'run'],
  },
];

const indexes: readonly IndexDefinition[] = [
  { name: 'submission_of_student', on: 'submission', columns: ['guild', 'user', 'lesson', 'received_at'] },
  { name: 'submission_by_state', on: 'submission', columns: ['state', 'received_at'] },
  { name: 'verdict_by_time', on: 'verdict', columns: ['at'] },
];

export const firstTables: Migration = {
  up: (db) => createSchema(db, { tables, indexes }),
};
