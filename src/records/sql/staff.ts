import type { Kysely } from 'kysely';
import type { StaffRecords } from '../staff.ts';
import type { Tables } from './tables.ts';

/** {@link StaffRecords} in SQL. */
export class SqlStaffRecords implements StaffRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async record(guild: string, user: string): Promise<void> {
    await this.#db
      .insertInto('staff_seen')
      .values({ guild, user })
      .onConflict((conflict) => conflict.columns(['guild', 'user']).doNothing())
      .execute();
  }

  async all(guild: string): Promise<ReadonlySet<string>> {
    const rows = await this.#db.selectFrom('staff_seen').select('user').where('guild', '=', guild).execute();
    return new Set(rows.map((row) => row.user));
  }
}
