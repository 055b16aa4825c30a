import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** The times of students' practice runs. A run is deleted once its result has been reported, but still counts towards the daily limit. */
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
