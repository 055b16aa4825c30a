import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { drawnLayer, layerMessage, layersPictureMessage } from '../src/discord/render/insights/layers.ts';
import { aboutOwnBuild } from '../src/discord/submissions/own-files.ts';
import { paintOrNull } from '../src/discord/submissions/paint.ts';
import { layersPicture } from '../src/pictures/image-picture.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-layers', {
  en: { about: 'Your image step by step: what each line of your Dockerfile makes of it' },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'layers',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const showStep = (
  call: CommandCall,
  services: Services,
  { at, guild, show }: { readonly at: number; readonly guild?: string; readonly show: 'reply' | 'update' },
): Promise<CommandResponse> =>
  aboutOwnBuild(call, services, { kind: 'layers', given: {}, guild, show }, async (found, request, image) =>
    found.steps.length === 0
      ? null
      : layerMessage(call.locale, request.guild.id, found, at, (await image()).layers),
  );

const showPicture = (call: CommandCall, services: Services, guild: string): Promise<CommandResponse> =>
  aboutOwnBuild(
    call,
    services,
    { kind: 'layers', given: {}, guild, show: 'reply' },
    async ({ steps }, _request, image) => {
      if (steps.length === 0) return null;
      const { layers } = await image();
      const drawn = steps.map((step) => drawnLayer(call.locale, step, layers.get(step.line)));
      const png = await paintOrNull(services, layersPicture(call.locale, drawn, 'dark'));
      return layersPictureMessage(call.locale, guild, drawn, png);
    },
  );

export const layers = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) => showStep(call, services, { at: 0, show: 'reply' }),
  components: {
    layers: (call, { guild }, services) => showStep(call, services, { at: 0, guild, show: 'reply' }),
    layer: (call, { guild, step }, services) => showStep(call, services, { at: step, guild, show: 'update' }),
    'layers-picture': (call, { guild }, services) => showPicture(call, services, guild),
  },
});
