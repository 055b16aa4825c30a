import type { Kysely } from 'kysely';
import type { LessonChoiceRecords } from '../lesson-choices.ts';
import type { Student } from '../student.ts';
import type { Tables } from './tables.ts';

/** {@link LessonChoiceRecords} in SQL. */
export class SqlLessonChoiceRecords implements LessonChoiceRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async configured(guild: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('configured_lesson')
      .select('lesson')
      .where('guild', '=', guild)
      .executeTakeFirst();
    return row?.lesson ?? null;
  }

  async setConfigured(guild: string, lesson: string): Promise<void> {
    await this.#db
      .insertInto('configured_lesson')
      .values({ guild, lesson })
      .onConflict((conflict) => conflict.column('guild').doUpdateSet({ lesson }))
      .execute();
  }

  async ofChannel(guild: string, channel: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('channel_lesson')
      .select('lesson')
      .where('guild', '=', guild)
      .where('channel', '=', channel)
      .executeTakeFirst();
    return row?.lesson ?? null;
  }

  async setChannel(guild: string, channel: string, lesson: string | null): Promise<void> {
    if (lesson === null) {
      await this.#db
        .deleteFrom('channel_lesson')
        .where('guild', '=', guild)
        .where('channel', '=', channel)
        .execute();
      return;
    }
    await this.#db
      .insertInto('channel_lesson')
      .values({ guild, channel, lesson })
      .onConflict((conflict) => conflict.columns(['guild', 'channel']).doUpdateSet({ lesson }))
      .execute();
  }

  async own({ guild, user }: Student, insteadOf: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('own_lesson')
      .select('lesson')
      .where('guild', '=', guild)
      .where('user', '=', user)
      .where('instead_of', '=', insteadOf)
      .executeTakeFirst();
    return row?.lesson ?? null;
  }

  async choose({ guild, user }: Student, insteadOf: string, lesson: string | null): Promise<void> {
    if (lesson === null) {
      await this.#db
        .deleteFrom('own_lesson')
        .where('guild', '=', guild)
        .where('user', '=', user)
        .where('instead_of', '=', insteadOf)
        .execute();
      return;
    }
    await this.#db
      .insertInto('own_lesson')
      .values({ guild, user, instead_of: insteadOf, lesson })
      .onConflict((conflict) => conflict.columns(['guild', 'user', 'instead_of']).doUpdateSet({ lesson }))
      .execute();
  }
}
