import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';
import type { Ask, AskRecords } from './teaching.ts';

const toAsk = (row: Selectable<Tables['ask']>): Ask => ({
  id: row.id,
  student: { guild: row.guild, user: row.user },
  lesson: row.lesson,
  at: row.at,
  question: row.question,
  submission: row.submission,
  state: row.state,
  card: row.channel === null || row.message === null ? null : { channel: row.channel, message: row.message },
  thread: row.thread,
  claimedBy: row.claimed_by,
  closedBy: row.closed_by,
});

/** Students who asked for a human. */
export function askRecords(db: Kysely<Tables>): AskRecords {
  const changed = (result: { readonly numUpdatedRows: bigint }): boolean => result.numUpdatedRows > 0n;
  return {
    ask: (question) =>
      db.transaction().execute(async (transaction) => {
        const { student, ...rest } = question;
        const open = await transaction
          .selectFrom('ask')
          .selectAll()
          .where('guild', '=', student.guild)
          .where('user', '=', student.user)
          .where('state', '!=', 'closed')
          .executeTakeFirst();
        if (open !== undefined) return { ask: toAsk(open), added: false };
        const row = {
          ...rest,
          guild: student.guild,
          user: student.user,
          state: 'open' as const,
          channel: null,
          message: null,
          thread: null,
          claimed_by: null,
          claimed_at: null,
          closed_by: null,
          closed_at: null,
        };
        await transaction.insertInto('ask').values(row).execute();
        return { ask: toAsk(row), added: true };
      }),
    askedAs: async (id) => {
      const row = await db.selectFrom('ask').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toAsk(row);
    },
    openAsks: async (guild) => {
      const rows = await db
        .selectFrom('ask')
        .selectAll()
        .where('guild', '=', guild)
        .where('state', 'in', ['open', 'claimed'])
        .orderBy('at')
        .execute();
      return rows.map(toAsk);
    },
    askShown: async (id, { card, thread }) => {
      await db
        .updateTable('ask')
        .set({
          ...(card == null ? {} : { channel: card.channel, message: card.message }),
          ...(thread === undefined ? {} : { thread }),
        })
        .where('id', '=', id)
        .execute();
    },
    claimAsk: async (id, by, at) =>
      changed(
        await db
          .updateTable('ask')
          .set({ state: 'claimed', claimed_by: by, claimed_at: at })
          .where('id', '=', id)
          .where('state', '=', 'open')
          .executeTakeFirstOrThrow(),
      ),
    releaseAsk: async (id) =>
      changed(
        await db
          .updateTable('ask')
          .set({ state: 'open', claimed_by: null, claimed_at: null })
          .where('id', '=', id)
          .where('state', '=', 'claimed')
          .executeTakeFirstOrThrow(),
      ),
    closeAsk: async (id, by, at) =>
      changed(
        await db
          .updateTable('ask')
          .set({ state: 'closed', closed_by: by, closed_at: at })
          .where('id', '=', id)
          .where('state', '!=', 'closed')
          .executeTakeFirstOrThrow(),
      ),
  };
}
