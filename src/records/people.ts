import type { Kysely } from 'kysely';
import type { Records } from './records.ts';
import type { Tables } from './tables.ts';

const digits = 20;
/** Discord's ids count up but have no fixed length; with leading zeros their texts sort as the numbers do. */
const padded = (id: string): string => id.padStart(digits, '0');
const plain = (id: string): string => id.replace(/^0+(?=\d)/, '');

/** What is known of a person whatever her class: the language she reads, and her DM. */
export function peopleRecords(
  db: Kysely<Tables>,
): Pick<Records, 'locale' | 'speaks' | 'dmOpened' | 'dmAnswered' | 'dms'> {
  return {
    locale: async (user) => {
      const row = await db.selectFrom('person').select('locale').where('user', '=', user).executeTakeFirst();
      return row?.locale ?? null;
    },
    speaks: async (user, locale) => {
      await db
        .insertInto('person')
        .values({ user, locale, dm_channel: null, dm_seen: null, dm_at: null })
        .onConflict((conflict) => conflict.column('user').doUpdateSet({ locale }))
        .execute();
    },
    dmOpened: async (user, channel, before, at) => {
      await db
        .insertInto('person')
        .values({ user, locale: null, dm_channel: channel, dm_seen: padded(before), dm_at: at })
        .onConflict((conflict) =>
          conflict
            .column('user')
            .doUpdateSet({ dm_channel: channel, dm_seen: padded(before), dm_at: at })
            // The same DM again: how far it was read stays.
            .where((where) =>
              where.or([where('person.dm_channel', 'is', null), where('person.dm_channel', '!=', channel)]),
            ),
        )
        .execute();
      const row = await db.selectFrom('person').select('dm_seen').where('user', '=', user).executeTakeFirst();
      return plain(row?.dm_seen ?? before);
    },
    dmAnswered: async (user, channel, message, at) => {
      await db
        .insertInto('person')
        .values({ user, locale: null, dm_channel: channel, dm_seen: padded(message), dm_at: at })
        .onConflict((conflict) =>
          conflict
            .column('user')
            .doUpdateSet({ dm_channel: channel, dm_seen: padded(message), dm_at: at })
            .where((where) =>
              where.or([where('person.dm_seen', 'is', null), where('person.dm_seen', '<', padded(message))]),
            ),
        )
        .execute();
    },
    dms: async (since, limit) => {
      const rows = await db
        .selectFrom('person')
        .select(['user', 'dm_channel', 'dm_seen'])
        .where('dm_at', '>=', since)
        .where('dm_channel', 'is not', null)
        .orderBy('dm_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        user: row.user,
        channel: row.dm_channel ?? '',
        answered: plain(row.dm_seen ?? '0'),
      }));
    },
  };
}
