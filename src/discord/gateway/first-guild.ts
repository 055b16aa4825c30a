import type { Settings } from '../../config/settings.ts';
import type { Records } from '../../records/records.ts';

type FirstGuild = Pick<
  Settings,
  'DISCORD_GUILD_ID' | 'TA_ROLE_ID' | 'TA_CHANNEL_ID' | 'CLASS_CHANNEL_ID' | 'DOCKHAND_LESSON'
>;

/**
 * Writes the first guild's settings from the environment into the records. Variables that are set overwrite the records; those
 * left out leave them as they are. A lesson that a teaching assistant has chosen since is kept until the environment names a
 * different lesson than before.
 */
export async function seedFirstGuild(settings: FirstGuild, lesson: string, records: Records): Promise<void> {
  const id = settings.DISCORD_GUILD_ID;
  if (id === undefined) return;
  const before = await records.guilds.get(id);
  const isNews = (await records.lessonChoices.configured(id)) !== lesson;
  await records.lessonChoices.setConfigured(id, lesson);
  await records.guilds.save({
    id,
    lesson: isNews || before === null ? lesson : before.lesson,
    taRole: settings.TA_ROLE_ID ?? before?.taRole ?? null,
    taChannel: settings.TA_CHANNEL_ID ?? before?.taChannel ?? null,
    classChannel: settings.CLASS_CHANNEL_ID ?? before?.classChannel ?? null,
  });
}
