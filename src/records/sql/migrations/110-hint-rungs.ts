import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/**
 * The steps of a hint that a student took before its answer: the concept, a question, the student's own state, the line with a
 * gap.
 */
export const hintRungs: Migration = {
  up: (db: Kysely<unknown>): Promise<void> =>
    createSchema(db, {
      tables: [
        {
          name: 'hint_rung',
          columns: {
            guild: 'text not null',
            user: 'text not null',
            lesson: 'text not null',
            todo: 'integer not null',
            rung: 'text not null',
            first_at: 'bigint not null',
            times: 'integer not null',
          },
          primaryKey: ['guild', 'user', 'lesson', 'todo', 'rung'],
        },
      ],
      indexes: [],
    }),
};
