import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { noBuild, nothingToShow } from '../src/discord/render/build-stop.ts';
import { byteSize } from '../src/discord/render/byte-size.ts';
import { type ComparedBase, compareMessage, withSizes } from '../src/discord/render/compare.ts';
import { aboutOwnFiles, measuredImage } from '../src/discord/submissions/own-files.ts';
import { paintOrNull } from '../src/discord/submissions/paint.ts';
import { basesPicture } from '../src/pictures/image-picture.ts';
import { type Locale, words } from '../src/wording/wording.ts';

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
  aboutOwnFiles(call, services, { kind: 'bases', given: {}, guild }, async (found, request, input) => {
    const { locale } = call;
    const stopped = noBuild(locale, request.guild.id, found.stop);
    if (stopped !== null) return reply(stopped);
    if (found.comparison === null) return reply(nothingToShow(locale));
    const { bytes, layers } = await measuredImage(request, input, services);
    const added = [...layers.values()].reduce((sum, each) => sum + each, 0);
    const bases = withSizes(found.comparison, bytes === null ? null : { total: bytes, added });
    const drawn = drawnBases(locale, bases);
    const png = drawn.length === 0 ? null : await paintOrNull(services, basesPicture(locale, drawn, 'dark'));
    return reply(compareMessage(locale, request.guild.id, bases, found.stop, png));
  });

const drawnBases = (locale: Locale, bases: readonly ComparedBase[]) =>
  bases.flatMap(({ variant, size }) =>
    size === null
      ? []
      : [
          {
            image: variant.reference,
            isOwn: variant.own,
            base: size.base,
            added: size.added ?? 0,
            said: byteSize(locale, size.base + (size.added ?? 0)),
          },
        ],
  );

export const compare = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) => showComparison(call, services),
  components: {
    compare: (call, { guild }, services) => showComparison(call, services, guild),
  },
});
