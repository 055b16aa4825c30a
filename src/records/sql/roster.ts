import type { Kysely, Selectable, Transaction } from 'kysely';
import type { RosterEntry } from '../../grading/roster.ts';
import type { RosterLine, RosterRecords } from '../roster.ts';
import type { Tables } from './tables.ts';

const toLine = (row: Selectable<Tables['roster_entry']>): RosterLine => ({
  number: row.number,
  name: row.name,
  section: row.section,
  discord: row.discord,
  user: row.user,
  linkedBy: row.linked_by,
});

const notLinked = { user: null, linked_by: null, linked_at: null } as const;

interface StudentLink {
  readonly user: string;
  readonly linked_at: number | null;
}

/** The links that students made, by number: those in the current list, and those to numbers that it omits. */
async function studentLinks(
  transaction: Transaction<Tables>,
  guild: string,
  entries: readonly Selectable<Tables['roster_entry']>[],
): Promise<ReadonlyMap<string, StudentLink>> {
  const kept = await transaction.selectFrom('kept_link').selectAll().where('guild', '=', guild).execute();
  const linked = new Set(entries.flatMap(({ user }) => user ?? []));
  return new Map([
    ...kept
      .filter(({ user }) => !linked.has(user))
      .map(({ number, user, linked_at }) => [number, { user, linked_at }] as const),
    ...entries.flatMap(({ number, user, linked_by, linked_at }) =>
      user !== null && linked_by === 'student' ? [[number, { user, linked_at }] as const] : [],
    ),
  ]);
}

/** Keeps the links to numbers that the new list omits. */
async function keepLinks(
  transaction: Transaction<Tables>,
  guild: string,
  links: ReadonlyMap<string, StudentLink>,
  listed: ReadonlySet<string>,
): Promise<void> {
  await transaction.deleteFrom('kept_link').where('guild', '=', guild).execute();
  for (const [number, link] of links)
    if (!listed.has(number))
      await transaction
        .insertInto('kept_link')
        .values({ guild, number, ...link })
        .execute();
}

/** {@link RosterRecords} in SQL. */
export class SqlRosterRecords implements RosterRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async all(guild: string): Promise<readonly RosterLine[]> {
    const rows = await this.#db
      .selectFrom('roster_entry')
      .selectAll()
      .where('guild', '=', guild)
      .orderBy('number')
      .execute();
    return rows.map(toLine);
  }

  replace(
    guild: string,
    lines: readonly (RosterEntry & { readonly user: string | null })[],
    at: number,
  ): Promise<{ readonly added: number; readonly kept: number; readonly removed: number }> {
    return this.#db.transaction().execute(async (transaction) => {
      const before = new Map(
        (await transaction.selectFrom('roster_entry').selectAll().where('guild', '=', guild).execute()).map(
          (row) => [row.number, row],
        ),
      );
      const own = await studentLinks(transaction, guild, [...before.values()]);
      await transaction.deleteFrom('roster_entry').where('guild', '=', guild).execute();
      await keepLinks(transaction, guild, own, new Set(lines.map(({ number }) => number)));
      // Accounts named by the new list take precedence over earlier links.
      const named = new Set(lines.flatMap((line) => line.user ?? []));
      const taken = new Set(lines.flatMap(({ number }) => own.get(number)?.user ?? []));
      for (const line of lines) {
        const ownLink = own.get(line.number);
        if (ownLink !== undefined) {
          const { number, name, section, discord } = line;
          await transaction
            .insertInto('roster_entry')
            .values({ guild, number, name, section, discord, ...ownLink, linked_by: 'student' })
            .execute();
          continue;
        }
        const old = before.get(line.number);
        const earlier = old?.user != null && !named.has(old.user) ? old : null;
        const user = line.user ?? earlier?.user ?? null;
        const free = user !== null && !taken.has(user);
        if (free) taken.add(user);
        const link =
          line.user === null
            ? { linked_by: earlier?.linked_by ?? null, linked_at: earlier?.linked_at ?? null }
            : { linked_by: 'list' as const, linked_at: at };
        await transaction
          .insertInto('roster_entry')
          .values({
            guild,
            number: line.number,
            name: line.name,
            section: line.section,
            discord: line.discord,
            ...(free ? { user, ...link } : notLinked),
          })
          .execute();
      }
      const kept = lines.filter((line) => before.has(line.number)).length;
      return { added: lines.length - kept, kept, removed: before.size - kept };
    });
  }

  link(
    guild: string,
    number: string,
    user: string,
    by: 'student' | 'ta',
    at: number,
  ): Promise<'linked' | 'no-such-number' | 'taken' | 'has-another'> {
    return this.#db.transaction().execute(async (transaction) => {
      const rows = await transaction
        .selectFrom('roster_entry')
        .select(['number', 'user'])
        .where('guild', '=', guild)
        .where((where) => where.or([where('number', '=', number), where('user', '=', user)]))
        .execute();
      const entry = rows.find((row) => row.number === number);
      if (entry === undefined) return 'no-such-number';
      if (entry.user === user) return 'linked';
      const other = rows.find((row) => row.user === user);
      if (by === 'student' && entry.user !== null) return 'taken';
      if (by === 'student' && other !== undefined) return 'has-another';
      await transaction
        .updateTable('roster_entry')
        .set(notLinked)
        .where('guild', '=', guild)
        .where('user', '=', user)
        .execute();
      await transaction
        .deleteFrom('kept_link')
        .where('guild', '=', guild)
        .where((where) => where.or([where('number', '=', number), where('user', '=', user)]))
        .execute();
      await transaction
        .updateTable('roster_entry')
        .set({ user, linked_by: by, linked_at: at })
        .where('guild', '=', guild)
        .where('number', '=', number)
        .execute();
      return 'linked';
    });
  }

  unlinkOwn(guild: string, user: string): Promise<string | null> {
    return this.#db.transaction().execute(async (transaction) => {
      const entry = await transaction
        .updateTable('roster_entry')
        .set(notLinked)
        .where('guild', '=', guild)
        .where('user', '=', user)
        .where('linked_by', '=', 'student')
        .returning('number')
        .executeTakeFirst();
      const kept = await transaction
        .deleteFrom('kept_link')
        .where('guild', '=', guild)
        .where('user', '=', user)
        .returning('number')
        .executeTakeFirst();
      return entry?.number ?? kept?.number ?? null;
    });
  }

  async unlink(guild: string, number: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('roster_entry')
      .set(notLinked)
      .where('guild', '=', guild)
      .where('number', '=', number)
      .where('user', 'is not', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }
}
