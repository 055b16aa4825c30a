import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A session is in its cookie, so one that was ended has to be remembered where a restart does not forget it. */
export interface SignInRecords {
  /** Ends a sign-in. `until` is when it would end by itself, `now` the time; Unix milliseconds. */
  readonly endSignIn: (id: string, until: number, now: number) => Promise<void>;
  readonly signInEnded: (id: string) => Promise<boolean>;
}

export const signInRecords = (db: Kysely<Tables>): SignInRecords => ({
  endSignIn: async (id, until, now) => {
    await db.deleteFrom('ended_sign_in').where('until', '<', now).execute();
    await db
      .insertInto('ended_sign_in')
      .values({ id, until })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  },
  signInEnded: async (id) =>
    (await db.selectFrom('ended_sign_in').select('id').where('id', '=', id).executeTakeFirst()) !== undefined,
});
