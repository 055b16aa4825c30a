import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import { checkMessageContent } from '../src/discord/submissions/check-message.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-check-message', {
  en: {
    name: 'Check this Dockerfile',
  },
});

const definition = {
  type: ApplicationCommandType.Message,
  name: say('en', 'name'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const checkMessage = command(definition, {
  run: (call, { target }, services) => checkMessageContent(call, target, services),
});
