import type { Kysely } from 'kysely';
import { newId } from '../../submission/ids.ts';
import type { DeadLetter, DeadLetterRecords } from '../dead-letters.ts';
import type { Tables } from './tables.ts';

const asLetter = (row: Tables['dead_letter']): DeadLetter => ({
  id: row.id,
  guild: row.guild,
  user: row.user,
  digest: row.digest,
  kind: row.kind,
  why: row.why,
  file: row.file,
  line: row.line,
  at: Number(row.at),
  discardedAt: row.discarded_at === null ? null : Number(row.discarded_at),
});

/** {@link DeadLetterRecords} in SQL. */
export class SqlDeadLetterRecords implements DeadLetterRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async add({
    guild,
    user,
    digest,
    kind,
    why,
    file,
    line,
    at,
  }: Omit<DeadLetter, 'id' | 'discardedAt'>): Promise<void> {
    await this.#db
      .insertInto('dead_letter')
      .values({ id: newId('x'), guild, user, digest, kind, why, file, line, at, discarded_at: null })
      .onConflict((conflict) => conflict.columns(['guild', 'user', 'digest']).doNothing())
      .execute();
  }

  async newest(limit: number): Promise<readonly DeadLetter[]> {
    return (
      await this.#db.selectFrom('dead_letter').selectAll().orderBy('at', 'desc').limit(limit).execute()
    ).map(asLetter);
  }

  async ofGuild(guild: string, limit: number): Promise<readonly DeadLetter[]> {
    return (
      await this.#db
        .selectFrom('dead_letter')
        .selectAll()
        .where('guild', '=', guild)
        .where('discarded_at', 'is', null)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute()
    ).map(asLetter);
  }

  async discard(guild: string, id: string, at: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('dead_letter')
      .set({ discarded_at: at })
      .where('guild', '=', guild)
      .where('id', '=', id)
      .where('discarded_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async revive(guild: string, id: string): Promise<DeadLetter | null> {
    const row = await this.#db
      .deleteFrom('dead_letter')
      .where('guild', '=', guild)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : asLetter(row);
  }
}
