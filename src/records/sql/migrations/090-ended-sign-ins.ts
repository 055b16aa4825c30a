import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Ended sign-ins at the staff pages, kept until they would have expired. */
export const endedSignIns: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable('ended_sign_in')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute();
  },
};
