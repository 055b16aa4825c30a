import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { checkSaid } from '../src/discord/check-said.ts';
import { command } from '../src/discord/command.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-check-message', {
  en: {
    name: 'Check this Dockerfile',
  },
});

const definition = {
  type: ApplicationCommandType.Message,
  name: say('en', 'name'),
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const checkMessage = command(definition, {
  run: (call, { target }, services) => checkSaid(call, target, services),
});
