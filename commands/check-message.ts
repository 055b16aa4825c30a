import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { checkSaid } from '../src/discord/check-said.ts';
import { command } from '../src/discord/command.ts';

const definition = {
  type: ApplicationCommandType.Message,
  name: 'Check this Dockerfile',
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const checkMessage = command(definition, {
  run: (call, { target }, services) => checkSaid(call, target, services),
});
