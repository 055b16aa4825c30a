import type { Kysely, Selectable, Transaction } from 'kysely';
import { type Question, type QuestionRecords, questionLimit } from '../questions.ts';
import type { Tables } from './tables.ts';

const toQuestion = (row: Selectable<Tables['ask']>): Question => ({
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

const changed = (result: { readonly numUpdatedRows: bigint }): boolean => result.numUpdatedRows > 0n;

/** Adds to an open question. Its subject becomes that of the latest addition. */
async function append(
  transaction: Transaction<Tables>,
  open: Question,
  more: Pick<Question, 'question' | 'submission'>,
): ReturnType<QuestionRecords['ask']> {
  if (open.question.split('\n\n').includes(more.question) || open.question === more.question)
    return { ask: open, how: 'repeated' };
  const question = `${open.question}\n\n${more.question}`;
  if (question.length > questionLimit) return { ask: open, how: 'full' };
  const changes = { question, submission: more.submission ?? open.submission };
  await transaction.updateTable('ask').set(changes).where('id', '=', open.id).execute();
  return { ask: { ...open, ...changes }, how: 'appended' };
}

/** {@link QuestionRecords} in SQL. */
export class SqlQuestionRecords implements QuestionRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  ask(
    question: Pick<Question, 'id' | 'student' | 'lesson' | 'at' | 'question' | 'submission'>,
  ): ReturnType<QuestionRecords['ask']> {
    return this.#db.transaction().execute(async (transaction) => {
      const { student, ...rest } = question;
      const open = await transaction
        .selectFrom('ask')
        .selectAll()
        .where('guild', '=', student.guild)
        .where('user', '=', student.user)
        .where('state', '!=', 'closed')
        .executeTakeFirst();
      if (open !== undefined) return append(transaction, toQuestion(open), question);
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
      return { ask: toQuestion(row), how: 'new' };
    });
  }

  async get(id: string): Promise<Question | null> {
    const row = await this.#db.selectFrom('ask').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toQuestion(row);
  }

  async open(guild: string): Promise<readonly Question[]> {
    const rows = await this.#db
      .selectFrom('ask')
      .selectAll()
      .where('guild', '=', guild)
      .where('state', 'in', ['open', 'claimed'])
      .orderBy('at')
      .execute();
    return rows.map(toQuestion);
  }

  async withoutCard(): Promise<readonly { readonly id: string; readonly guild: string }[]> {
    return this.#db
      .selectFrom('ask')
      .innerJoin('guild', 'guild.id', 'ask.guild')
      .select(['ask.id', 'ask.guild'])
      .where('ask.state', 'in', ['open', 'claimed'])
      .where('ask.message', 'is', null)
      .where('guild.ta_channel', 'is not', null)
      .orderBy('ask.at')
      .execute();
  }

  async setPlace(id: string, { card, thread }: Partial<Pick<Question, 'card' | 'thread'>>): Promise<void> {
    await this.#db
      .updateTable('ask')
      .set({
        ...(card === undefined ? {} : { channel: card?.channel ?? null, message: card?.message ?? null }),
        ...(thread === undefined ? {} : { thread }),
      })
      .where('id', '=', id)
      .execute();
  }

  async claim(id: string, by: string, at: number): Promise<boolean> {
    return changed(
      await this.#db
        .updateTable('ask')
        .set({ state: 'claimed', claimed_by: by, claimed_at: at })
        .where('id', '=', id)
        .where('state', '=', 'open')
        .executeTakeFirstOrThrow(),
    );
  }

  async release(id: string): Promise<boolean> {
    return changed(
      await this.#db
        .updateTable('ask')
        .set({ state: 'open', claimed_by: null, claimed_at: null })
        .where('id', '=', id)
        .where('state', '=', 'claimed')
        .executeTakeFirstOrThrow(),
    );
  }

  async close(id: string, by: string, at: number): Promise<boolean> {
    return changed(
      await this.#db
        .updateTable('ask')
        .set({ state: 'closed', closed_by: by, closed_at: at })
        .where('id', '=', id)
        .where('state', '!=', 'closed')
        .executeTakeFirstOrThrow(),
    );
  }
}
