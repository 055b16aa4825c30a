import type { Kysely } from 'kysely';
import type { AlertRecords, OpenAlert } from '../alerts.ts';
import type { StaffPost } from '../staff-posts.ts';
import type { Tables } from './tables.ts';

/** The column values of an alert that no message shows. */
const notShown: StaffPost = { channel: '', message: '' };

/** {@link AlertRecords} in SQL. */
export class SqlAlertRecords implements AlertRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async open(guild: string): Promise<readonly OpenAlert[]> {
    const rows = await this.#db
      .selectFrom('open_alert')
      .select(['key', 'since', 'channel', 'message'])
      .where('guild', '=', guild)
      .orderBy('since')
      .execute();
    return rows.map(({ key, since, channel, message }) => ({
      key,
      since,
      post: message === notShown.message ? null : { channel, message },
    }));
  }

  async raise(guild: string, { key, since, post }: OpenAlert): Promise<void> {
    await this.#db
      .insertInto('open_alert')
      .values({ guild, key, since, ...(post ?? notShown) })
      .onConflict((conflict) => conflict.columns(['guild', 'key']).doNothing())
      .execute();
  }

  async shown(guild: string, key: string, post: StaffPost): Promise<void> {
    await this.#db
      .updateTable('open_alert')
      .set(post)
      .where('guild', '=', guild)
      .where('key', '=', key)
      .execute();
  }

  async clear(guild: string, key: string): Promise<void> {
    await this.#db.deleteFrom('open_alert').where('guild', '=', guild).where('key', '=', key).execute();
  }
}
