import type { Kysely, Selectable } from 'kysely';
import type { GuildRecords, GuildSettings } from '../guilds.ts';
import type { Tables } from './tables.ts';

const toGuild = (row: Selectable<Tables['guild']>): GuildSettings => ({
  id: row.id,
  lesson: row.lesson,
  taRole: row.ta_role,
  taChannel: row.ta_channel,
  classChannel: row.class_channel,
});

/** {@link GuildRecords} in SQL. */
export class SqlGuildRecords implements GuildRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async get(id: string): Promise<GuildSettings | null> {
    const row = await this.#db.selectFrom('guild').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toGuild(row);
  }

  async all(): Promise<readonly GuildSettings[]> {
    return (await this.#db.selectFrom('guild').selectAll().orderBy('id').execute()).map(toGuild);
  }

  async save(guild: GuildSettings): Promise<void> {
    const settings = {
      lesson: guild.lesson,
      ta_role: guild.taRole,
      ta_channel: guild.taChannel,
      class_channel: guild.classChannel,
    };
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('own_lesson')
        .where('guild', '=', guild.id)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('guild')
              .select('guild.id')
              .where('guild.id', '=', guild.id)
              .where('guild.lesson', '!=', guild.lesson),
          ),
        )
        .execute();
      await transaction
        .insertInto('guild')
        .values({ id: guild.id, ...settings })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(settings))
        .execute();
    });
  }

  async chosenBy(user: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('dm_choice')
      .select('guild')
      .where('user', '=', user)
      .executeTakeFirst();
    return row?.guild ?? null;
  }

  async choose(user: string, guild: string): Promise<void> {
    await this.#db
      .insertInto('dm_choice')
      .values({ user, guild })
      .onConflict((conflict) => conflict.column('user').doUpdateSet({ guild }))
      .execute();
  }
}
