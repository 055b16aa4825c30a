import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The pull request that a submission's files come from, and its address for look-ups. */
export const pullRequests: Migration = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('submission').addColumn('pull_request', 'text').execute();
    await db.schema.alterTable('submission').addColumn('pull_request_url', 'text').execute();
    await db.schema
      .createIndex('submission_pull_request')
      .on('submission')
      .columns(['guild', 'lesson', 'pull_request_url'])
      .execute();
  },
};
