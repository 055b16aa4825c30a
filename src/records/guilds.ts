import type { Kysely, Selectable } from 'kysely';
import type { GuildSettings, Records } from './records.ts';
import type { Tables } from './tables.ts';

const toGuild = (row: Selectable<Tables['guild']>): GuildSettings => ({
  id: row.id,
  lesson: row.lesson,
  taRole: row.ta_role,
  taChannel: row.ta_channel,
  classChannel: row.class_channel,
});

/** The class servers and the choice of a user who is in several. */
export function guildRecords(
  db: Kysely<Tables>,
): Pick<Records, 'guild' | 'guilds' | 'saveGuild' | 'chosenGuild' | 'chooseGuild'> {
  return {
    guild: async (id) => {
      const row = await db.selectFrom('guild').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toGuild(row);
    },
    guilds: async () => (await db.selectFrom('guild').selectAll().orderBy('id').execute()).map(toGuild),
    saveGuild: async (guild) => {
      const settings = {
        lesson: guild.lesson,
        ta_role: guild.taRole,
        ta_channel: guild.taChannel,
        class_channel: guild.classChannel,
      };
      await db
        .insertInto('guild')
        .values({ id: guild.id, ...settings })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(settings))
        .execute();
    },
    chosenGuild: async (user) => {
      const row = await db
        .selectFrom('dm_choice')
        .select('guild')
        .where('user', '=', user)
        .executeTakeFirst();
      return row?.guild ?? null;
    },
    chooseGuild: async (user, guild) => {
      await db
        .insertInto('dm_choice')
        .values({ user, guild })
        .onConflict((conflict) => conflict.column('user').doUpdateSet({ guild }))
        .execute();
    },
  };
}
