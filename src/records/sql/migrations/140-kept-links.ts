import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Links that students made to numbers that are currently on no class list; an import may bring these back. */
export const keptLinks: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'kept_link',
          columns: {
            guild: 'text not null',
            number: 'text not null',
            user: 'text not null',
            linked_at: 'bigint',
          },
          primaryKey: ['guild', 'number'],
        },
      ],
      indexes: [],
    }),
};
