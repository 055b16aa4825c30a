import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Students' links to numbers that are currently on no class list, because an import may bring the numbers back. */
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
