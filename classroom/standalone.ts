import { type Classroom, type ClassroomOptions, openClassroom } from './server.ts';

/** A standalone classroom with a class in it, for any bot: `introduction` says what to configure in the bot. */
export async function openStandalone(
  options: ClassroomOptions = {},
): Promise<{ readonly classroom: Classroom; readonly introduction: string }> {
  const classroom = await openClassroom({ rateLimits: 'discord', ...options });
  const guild = classroom.addGuild({ name: 'Docker class' });
  const assistants = classroom.addRole(guild, { name: 'TA', permissions: 1n << 13n, color: 0x2b8a4b });
  const channel = classroom.addChannel(guild, { name: 'docker-lesson', topic: 'Questions about the lesson' });
  const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [assistants.id] });
  for (const name of ['Ada', 'Ben', 'Grace']) classroom.join({ name, guild });
  classroom.join({ name: 'Tess', guild, roles: [assistants] });
  const introduction = `The classroom is open.
  Look at it        ${classroom.url}
  DISCORD_API_URL   ${classroom.api}
  DISCORD_TOKEN     ${classroom.token}
  DISCORD_GUILD_ID  ${guild.id}
  TA_ROLE_ID        ${assistants.id}
  TA_CHANNEL_ID     ${staff.id}
  CLASS_CHANNEL_ID  ${channel.id}
Ctrl-C closes it.
`;
  return { classroom, introduction };
}
