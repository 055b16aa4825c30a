import type { Kysely } from 'kysely';
import type { AlertRecords, OpenAlert } from '../alerts.ts';
import type { Tables } from './tables.ts';

/** {@link AlertRecords} in SQL. */
export class SqlAlertRecords implements AlertRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  open(guild: string): Promise<readonly OpenAlert[]> {
    return this.#db
      .selectFrom('open_alert')
      .select(['key', 'since', 'channel', 'message'])
      .where('guild', '=', guild)
      .orderBy('since')
      .execute();
  }

  async raise(guild: string, alert: OpenAlert): Promise<void> {
    await this.#db
      .insertInto('open_alert')
      .values({ guild, ...alert })
      .onConflict((conflict) => conflict.columns(['guild', 'key']).doNothing())
      .execute();
  }

  async clear(guild: string, key: string): Promise<void> {
    await this.#db.deleteFrom('open_alert').where('guild', '=', guild).where('key', '=', key).execute();
  }
}
