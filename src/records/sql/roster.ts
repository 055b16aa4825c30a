import type { Kysely, Selectable } from 'kysely';
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
      await transaction.deleteFrom('roster_entry').where('guild', '=', guild).execute();
      // What the list says of an account comes before what was linked earlier.
      const named = new Set(lines.flatMap((line) => line.user ?? []));
      const taken = new Set<string>();
      for (const line of lines) {
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
        .updateTable('roster_entry')
        .set({ user, linked_by: by, linked_at: at })
        .where('guild', '=', guild)
        .where('number', '=', number)
        .execute();
      return 'linked';
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
