import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** When students started practice runs: a run itself is deleted once its result was reported, and the daily limit still has to count it. */
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
