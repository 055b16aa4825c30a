import type { Kysely, Selectable } from 'kysely';
import type { Question, QuestionRecords } from '../questions.ts';
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

/** {@link QuestionRecords} in SQL. */
export class SqlQuestionRecords implements QuestionRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  ask(
    question: Pick<Question, 'id' | 'student' | 'lesson' | 'at' | 'question' | 'submission'>,
  ): Promise<{ readonly ask: Question; readonly added: boolean }> {
    return this.#db.transaction().execute(async (transaction) => {
      const { student, ...rest } = question;
      const open = await transaction
        .selectFrom('ask')
        .selectAll()
        .where('guild', '=', student.guild)
        .where('user', '=', student.user)
        .where('state', '!=', 'closed')
        .executeTakeFirst();
      if (open !== undefined) return { ask: toQuestion(open), added: false };
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
      return { ask: toQuestion(row), added: true };
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

  async setPlace(id: string, { card, thread }: Partial<Pick<Question, 'card' | 'thread'>>): Promise<void> {
    await this.#db
      .updateTable('ask')
      .set({
        ...(card == null ? {} : { channel: card.channel, message: card.message }),
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
