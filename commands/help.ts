import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { lessonOf } from '../src/discord/interactions/for-student.ts';
import { isTa } from '../src/discord/interactions/ta-role.ts';
import { helpMessage } from '../src/discord/render/help.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-help', {
  en: {
    about: 'What I can do for you, and what I keep',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'help',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const help = command(definition, {
  fromWords: () => ({}),
  run: async (call, _given, services) => {
    const resolved = await services.resolveClass(call);
    if (resolved.kind !== 'student') return reply(helpMessage(call.locale, null, false, services.keepsDays));
    const { guild } = resolved;
    const lesson = await lessonOf(call, services);
    return reply(
      helpMessage(
        call.locale,
        { guild: guild.id, lesson },
        await isTa(call, guild.id, services),
        services.keepsDays,
      ),
    );
  },
});
