import type { Kysely } from 'kysely';
import type { SignInRecords } from '../sign-ins.ts';
import type { Tables } from './tables.ts';

/** {@link SignInRecords} in SQL. */
export class SqlSignInRecords implements SignInRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async end(id: string, until: number, now: number): Promise<void> {
    await this.#db.deleteFrom('ended_sign_in').where('until', '<', now).execute();
    await this.#db
      .insertInto('ended_sign_in')
      .values({ id, until })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }

  async isEnded(id: string): Promise<boolean> {
    return (
      (await this.#db.selectFrom('ended_sign_in').select('id').where('id', '=', id).executeTakeFirst()) !==
      undefined
    );
  }
}
