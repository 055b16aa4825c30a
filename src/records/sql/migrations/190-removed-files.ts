import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files that a student's newer project no longer has; undoing that project restores them. */
export const removedFiles: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .alterTable('file_change')
      .addColumn('removed', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
