import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { rebuildAnswer, rebuildQuestion } from '../src/discord/render/insights/rebuild.ts';
import { aboutOwnBuild } from '../src/discord/submissions/own-files.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-predict', {
  en: { about: 'You edit a file and build again: which of your steps run again? Predict it' },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'predict',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

interface Asked {
  /** The index of the edited file. */
  readonly file: number;
  readonly guild?: string;
  readonly show: 'reply' | 'update';
  /** The chosen answer; absent while the question is shown. */
  readonly guess?: readonly string[];
}

const askOrAnswer = (
  call: CommandCall,
  services: Services,
  { file, guild, show, guess }: Asked,
): Promise<CommandResponse> =>
  aboutOwnBuild(
    call,
    services,
    { kind: 'rebuild', given: { file }, guild, show },
    async ({ forecast, stop }, { guild: { id } }, image) => {
      if (forecast === null || forecast.steps.length === 0) return null;
      if (guess === undefined) return rebuildQuestion(call.locale, id, forecast, stop);
      return rebuildAnswer(call.locale, id, forecast, guess, (await image()).rebuild);
    },
  );

export const predict = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) => askOrAnswer(call, services, { file: 0, show: 'reply' }),
  components: {
    rebuild: (call, { guild }, services) => askOrAnswer(call, services, { file: 0, guild, show: 'reply' }),
    'rebuild-file': (call, { guild, file }, services) =>
      askOrAnswer(call, services, { file, guild, show: 'update' }),
    'rebuild-guess': (call, { guild, file }, services, guess) =>
      askOrAnswer(call, services, { file, guild, show: 'reply', guess }),
  },
});
