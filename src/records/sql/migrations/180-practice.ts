import type { Migration } from 'kysely/migration';
import { createSchema } from '../schema.ts';

/** Practice runs. They are not submissions, so nothing that reads those ever sees them. */
export const practice: Migration = {
  up: (db) =>
    createSchema(db, {
      tables: [
        {
          name: 'practice',
          columns: {
            id: 'text primary key',
            guild: 'text not null',
            user: 'text not null',
            lesson: 'text not null',
            lesson_digest: 'text not null',
            files: 'text not null',
            received_at: 'bigint not null',
            hunt: 'text not null',
            reply: 'text',
            verdict: 'text',
            judged_at: 'bigint',
          },
        },
      ],
      indexes: [{ name: 'practice_by_end', on: 'practice', columns: ['judged_at', 'id'] }],
    }),
};
