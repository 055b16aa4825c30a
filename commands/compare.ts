import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { compareMessage, drawnBase, withSizes } from '../src/discord/render/insights/compare.ts';
import { aboutOwnBuild } from '../src/discord/submissions/own-files.ts';
import { paintOrNull } from '../src/discord/submissions/paint.ts';
import { basesPicture } from '../src/pictures/image-picture.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-compare', {
  en: { about: 'Your Dockerfile on the slim, the full and the alpine image: how large, and would it work?' },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'compare',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const showComparison = (call: CommandCall, services: Services, guild?: string): Promise<CommandResponse> =>
  aboutOwnBuild(
    call,
    services,
    { kind: 'bases', given: {}, guild, show: 'reply' },
    async ({ comparison, stop }, request, image) => {
      if (comparison === null) return null;
      const { locale } = call;
      const bases = withSizes(comparison, await image());
      const drawn = bases.flatMap((base) => drawnBase(locale, base));
      const png =
        drawn.length === 0 ? null : await paintOrNull(services, basesPicture(locale, drawn, 'dark'));
      return compareMessage(locale, request.guild.id, bases, stop, png);
    },
  );

export const compare = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) => showComparison(call, services),
  components: {
    compare: (call, { guild }, services) => showComparison(call, services, guild),
  },
});
