import { type REST, Routes } from 'discord.js';
import { botCommands } from '../../../commands/index.ts';
import { registerCommands } from '../../discord/rest/register-commands.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, well } from '../doctor/finding.ts';

const say = words('cli-setup-announce', {
  en: {
    registered_one: 'Registered {{count}} command with Discord',
    registered_other: 'Registered {{count}} commands with Discord',
    registered: 'see registered_one and registered_other',
    sameCommands: 'Discord has the commands of this version',
    posted: 'A test message is in the staff channel',
    hello:
      'Dockhand is set up for this server. Questions, the queue and alerts come here. You can delete this message.',
  },
});

/** Registers the commands if they have changed. */
export async function announceCommands(rest: REST, application: string): Promise<DoctorFinding> {
  const wanted = botCommands.commands.map((command) => command.definition);
  const { changed, names } = await registerCommands(rest, application, wanted);
  return well(
    'setup.commands',
    changed
      ? say(operatorLocale, 'registered', { count: names.length })
      : say(operatorLocale, 'sameCommands'),
  );
}

/** Posts a message in the staff channel, so that the staff see that the bot works. */
export async function greetStaff(rest: REST, channel: string): Promise<DoctorFinding> {
  await rest.post(Routes.channelMessages(channel), { body: { content: say(operatorLocale, 'hello') } });
  return well('setup.message', say(operatorLocale, 'posted'));
}
