import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Boxes of a lesson's checklist that a student ticked, or that pasted output ticked. */
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
