import type { Kysely } from 'kysely';
import type { StaffPost, StaffPostRecords } from '../staff-posts.ts';
import type { Tables } from './tables.ts';

/** {@link StaffPostRecords} in SQL. */
export class SqlStaffPostRecords implements StaffPostRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async get(guild: string, kind: string): Promise<StaffPost | null> {
    const row = await this.#db
      .selectFrom('staff_post')
      .select(['channel', 'message'])
      .where('guild', '=', guild)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return row ?? null;
  }

  async save(guild: string, kind: string, post: StaffPost | null): Promise<void> {
    if (post === null) {
      await this.#db.deleteFrom('staff_post').where('guild', '=', guild).where('kind', '=', kind).execute();
      return;
    }
    await this.#db
      .insertInto('staff_post')
      .values({ guild, kind, ...post })
      .onConflict((conflict) => conflict.columns(['guild', 'kind']).doUpdateSet({ ...post }))
      .execute();
  }
}
