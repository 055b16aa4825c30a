import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Several lessons in one server: the lesson of a channel, and the one that a student works on instead of the class's. */
export const chosenLessons: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'channel_lesson',
          columns: { guild: 'text not null', channel: 'text not null', lesson: 'text not null' },
          primaryKey: ['guild', 'channel'],
        },
        {
          name: 'configured_lesson',
          columns: { guild: 'text primary key', lesson: 'text not null' },
        },
        {
          name: 'own_lesson',
          columns: {
            guild: 'text not null',
            user: 'text not null',
            instead_of: 'text not null',
            lesson: 'text not null',
          },
          primaryKey: ['guild', 'user', 'instead_of'],
        },
      ],
      indexes: [],
    }),
};
