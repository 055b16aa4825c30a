import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** When students had something run for practice: a run itself is forgotten once it was told, and a day's limit counts those, too. */
export const practiceTurns: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'practice_turn',
          columns: {
            id: 'text primary key',
            guild: 'text not null',
            user: 'text not null',
            at: 'bigint not null',
          },
        },
      ],
      indexes: [{ name: 'practice_turn_by_student', on: 'practice_turn', columns: ['guild', 'user', 'at'] }],
    }),
};
