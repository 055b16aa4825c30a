import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** The names in their servers of members who have ever written. */
export const memberNames: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'member_name',
          columns: {
            guild: 'text not null',
            user: 'text not null',
            name: 'text not null',
            at: 'bigint not null',
          },
          primaryKey: ['guild', 'user'],
        },
      ],
      indexes: [],
    }),
};
