import type { Kysely } from 'kysely';
import { newId } from '../submission/ids.ts';
import type { Tables } from './tables.ts';

/** A text that ended the process that read it. It is not read again, until a teaching assistant says so. */
export interface DeadLetter {
  readonly id: string;
  readonly guild: string;
  readonly user: string;
  /** SHA-256 (hex) of the text. The text itself is where it was: in the message, or among the student's files. */
  readonly digest: string;
  readonly kind: 'message' | 'files' | 'verification';
  /** What ended the process. */
  readonly why: 'time' | 'memory' | 'broken' | 'killed';
  /** Where it was read when it ended, as far as that is known. */
  readonly file: string | null;
  readonly line: number | null;
  /** Unix milliseconds. */
  readonly at: number;
  /** When a teaching assistant had seen enough of it; null while it is news. */
  readonly discardedAt: number | null;
}

export interface DeadLetterRecords {
  /** Writes down what is not to be read again; once for each person and text. */
  readonly bury: (letter: Omit<DeadLetter, 'id' | 'discardedAt'>) => Promise<void>;
  /** The newest of all classes, to be known before anything is read. */
  readonly deadLetters: (limit: number) => Promise<readonly DeadLetter[]>;
  /** Those of a class that nobody has discarded, newest first. */
  readonly deadLettersOf: (guild: string, limit: number) => Promise<readonly DeadLetter[]>;
  /** It is no news any more, and stays unread. False when it is not there. */
  readonly discardDeadLetter: (guild: string, id: string, at: number) => Promise<boolean>;
  /** It may be read again. Null when it is not there. */
  readonly reviveDeadLetter: (guild: string, id: string) => Promise<DeadLetter | null>;
}

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

export function deadLetterRecords(db: Kysely<Tables>): DeadLetterRecords {
  return {
    bury: async ({ guild, user, digest, kind, why, file, line, at }) => {
      await db
        .insertInto('dead_letter')
        .values({ id: newId('x'), guild, user, digest, kind, why, file, line, at, discarded_at: null })
        .onConflict((conflict) => conflict.columns(['guild', 'user', 'digest']).doNothing())
        .execute();
    },
    deadLetters: async (limit) =>
      (await db.selectFrom('dead_letter').selectAll().orderBy('at', 'desc').limit(limit).execute()).map(
        asLetter,
      ),
    deadLettersOf: async (guild, limit) =>
      (
        await db
          .selectFrom('dead_letter')
          .selectAll()
          .where('guild', '=', guild)
          .where('discarded_at', 'is', null)
          .orderBy('at', 'desc')
          .limit(limit)
          .execute()
      ).map(asLetter),
    discardDeadLetter: async (guild, id, at) => {
      const { numUpdatedRows } = await db
        .updateTable('dead_letter')
        .set({ discarded_at: at })
        .where('guild', '=', guild)
        .where('id', '=', id)
        .where('discarded_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    reviveDeadLetter: async (guild, id) => {
      const row = await db
        .deleteFrom('dead_letter')
        .where('guild', '=', guild)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : asLetter(row);
    },
  };
}
