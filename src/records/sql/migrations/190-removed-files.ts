import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A file that a student's newer project has no more: taking that project back brings it back. */
export const removedFiles: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .alterTable('file_change')
      .addColumn('removed', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
