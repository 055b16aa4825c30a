import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Items of a lesson's checklist that were ticked by a student or by output that they pasted. */
export const checklist: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'checklist_tick',
          columns: {
            guild: 'text not null',
            user: 'text not null',
            lesson: 'text not null',
            item: 'text not null',
            at: 'bigint not null',
            by: 'text not null',
            proof: 'text',
          },
          primaryKey: ['guild', 'user', 'lesson', 'item'],
        },
      ],
      indexes: [],
    }),
};
