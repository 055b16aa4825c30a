import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import type { StaffPostRecords } from './teaching.ts';

/** Messages in staff channels that are found again after a restart: the board, and alerts that have not cleared. */
export function staffPostRecords(db: Kysely<Tables>): StaffPostRecords {
  return {
    staffPost: async (guild, kind) => {
      const row = await db
        .selectFrom('staff_post')
        .select(['channel', 'message'])
        .where('guild', '=', guild)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return row ?? null;
    },
    saveStaffPost: async (guild, kind, post) => {
      if (post === null) {
        await db.deleteFrom('staff_post').where('guild', '=', guild).where('kind', '=', kind).execute();
        return;
      }
      await db
        .insertInto('staff_post')
        .values({ guild, kind, ...post })
        .onConflict((conflict) => conflict.columns(['guild', 'kind']).doUpdateSet({ ...post }))
        .execute();
    },
    openAlerts: (guild) =>
      db
        .selectFrom('open_alert')
        .select(['key', 'since', 'channel', 'message'])
        .where('guild', '=', guild)
        .orderBy('since')
        .execute(),
    openAlert: async (guild, alert) => {
      await db
        .insertInto('open_alert')
        .values({ guild, ...alert })
        .onConflict((conflict) => conflict.columns(['guild', 'key']).doNothing())
        .execute();
    },
    clearAlert: async (guild, key) => {
      await db.deleteFrom('open_alert').where('guild', '=', guild).where('key', '=', key).execute();
    },
  };
}
