import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Leases on what only one of several bots does at a time; a lease expires when its bot no longer renews it. */
export const leases: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'lease',
          columns: { name: 'text primary key', owner: 'text not null', until: 'bigint not null' },
        },
      ],
      indexes: [],
    }),
};
