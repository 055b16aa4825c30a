import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { LeaseInForce, LeaseRecords } from '../leases.ts';
import type { Tables } from './tables.ts';

/** {@link LeaseRecords} in SQL. */
export class SqlLeaseRecords implements LeaseRecords {
  readonly #db: Kysely<Tables>;
  /** The time by the database's clock, Unix milliseconds. */
  readonly #now: RawBuilder<number>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#now =
      db.getExecutor().adapter instanceof PostgresAdapter
        ? sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`
        : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
  }

  async take(name: string, owner: string, ms: number): Promise<boolean> {
    const until = sql<number>`${this.#now} + cast(${ms} as bigint)`;
    const { numInsertedOrUpdatedRows: taken } = await this.#db
      .insertInto('lease')
      .values({ name, owner, until })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ owner, until })
          .where((where) =>
            where.or([where('lease.owner', '=', owner), where('lease.until', '<=', this.#now)]),
          ),
      )
      .executeTakeFirstOrThrow();
    return taken === 1n;
  }

  async release(name: string, owner: string): Promise<void> {
    await this.#db.deleteFrom('lease').where('name', '=', name).where('owner', '=', owner).execute();
  }

  async inForce(beginning: string): Promise<readonly LeaseInForce[]> {
    return this.#db
      .selectFrom('lease')
      .select(['name', 'owner'])
      .where('until', '>', this.#now)
      .where((where) => where(sql`substr(name, 1, ${beginning.length})`, '=', beginning))
      .orderBy('name')
      .execute();
  }
}
