import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** What only one of several bots does at a time, and which one: its lease ends by itself when that bot is heard of no more. */
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
