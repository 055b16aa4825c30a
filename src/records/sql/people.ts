import { type Kysely, sql } from 'kysely';
import type { DmToRead, MemberName, PeopleRecords } from '../people.ts';
import type { Tables } from './tables.ts';

const digits = 20;
/** Discord's IDs increase but vary in length; with leading zeros, they sort as text in numeric order. */
const padded = (id: string): string => id.padStart(digits, '0');
const plain = (id: string): string => id.replace(/^0+(?=\d)/, '');

const notBegun = { dm_attempt: null, dm_attempts: 0 } as const;

/** {@link PeopleRecords} in SQL. */
export class SqlPeopleRecords implements PeopleRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async locale(user: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('person')
      .select('locale')
      .where('user', '=', user)
      .executeTakeFirst();
    return row?.locale ?? null;
  }

  async setLocale(user: string, locale: string): Promise<void> {
    await this.#db
      .insertInto('person')
      .values({ user, locale, dm_channel: null, dm_seen: null, dm_at: null, ...notBegun })
      .onConflict((conflict) => conflict.column('user').doUpdateSet({ locale }))
      .execute();
  }

  async memberNames(limit: number): Promise<readonly MemberName[]> {
    return this.#db
      .selectFrom('member_name')
      .select(['guild', 'user', 'name'])
      .orderBy('at', 'desc')
      .limit(limit)
      .execute();
  }

  async setMemberName({ guild, user, name }: MemberName, at: number): Promise<void> {
    await this.#db
      .insertInto('member_name')
      .values({ guild, user, name, at })
      .onConflict((conflict) => conflict.columns(['guild', 'user']).doUpdateSet({ name, at }))
      .execute();
  }

  async dmOpened(user: string, channel: string, before: string, at: number): Promise<string> {
    await this.#db
      .insertInto('person')
      .values({ user, locale: null, dm_channel: channel, dm_seen: padded(before), dm_at: at, ...notBegun })
      .onConflict((conflict) =>
        conflict
          .column('user')
          .doUpdateSet({ dm_channel: channel, dm_seen: padded(before), dm_at: at })
          // The same DM again: its read position stays.
          .where((where) =>
            where.or([where('person.dm_channel', 'is', null), where('person.dm_channel', '!=', channel)]),
          ),
      )
      .execute();
    const row = await this.#db
      .selectFrom('person')
      .select('dm_seen')
      .where('user', '=', user)
      .executeTakeFirst();
    return plain(row?.dm_seen ?? before);
  }

  async dmAnswered(user: string, channel: string, message: string, at: number): Promise<void> {
    await this.#db
      .insertInto('person')
      .values({ user, locale: null, dm_channel: channel, dm_seen: padded(message), dm_at: at, ...notBegun })
      .onConflict((conflict) =>
        conflict
          .column('user')
          .doUpdateSet({ dm_channel: channel, dm_seen: padded(message), dm_at: at, ...notBegun })
          .where((where) =>
            where.or([where('person.dm_seen', 'is', null), where('person.dm_seen', '<', padded(message))]),
          ),
      )
      .execute();
  }

  async dms(since: number, limit: number): Promise<readonly DmToRead[]> {
    const rows = await this.#db
      .selectFrom('person')
      .select(['user', 'dm_channel', 'dm_seen', 'dm_attempts'])
      .where('dm_at', '>=', since)
      .where('dm_channel', 'is not', null)
      .orderBy('dm_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      user: row.user,
      channel: row.dm_channel ?? '',
      answered: plain(row.dm_seen ?? '0'),
      interrupted: row.dm_attempts > 0,
    }));
  }

  async dmAttempted(user: string, message: string): Promise<number> {
    const row = await this.#db
      .updateTable('person')
      .set({
        dm_attempt: message,
        dm_attempts: sql<number>`case when dm_attempt = ${message} then dm_attempts + 1 else 1 end`,
      })
      .where('user', '=', user)
      .returning('dm_attempts')
      .executeTakeFirst();
    return row?.dm_attempts ?? 1;
  }

  async setDmAttempts(user: string, message: string, attempts: number): Promise<void> {
    await this.#db
      .updateTable('person')
      .set({ dm_attempt: message, dm_attempts: attempts })
      .where('user', '=', user)
      .execute();
  }
}
