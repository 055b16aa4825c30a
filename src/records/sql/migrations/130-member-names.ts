import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Display names, by server, of members who ever wrote. */
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
