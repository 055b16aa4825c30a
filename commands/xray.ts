import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { insightsMenu, passedMenu } from '../src/discord/render/insights/insights-menu.ts';
import { lineEffectMessage, lineForm, xrayMessage } from '../src/discord/render/insights/xray.ts';
import { resultIsGone, resultIsNotYours } from '../src/discord/render/verification/verdict.ts';
import { aboutOwnFiles } from '../src/discord/submissions/own-files.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-xray', {
  en: {
    about: 'What docker build would send of your folder, and which line of .dockerignore keeps what back',
    line: 'A line to try: what would it hide?',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'xray',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'line',
      description: say('en', 'line'),
      max_length: 200,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Shows an X-ray of the build context of the remembered files. */
const showXray = (call: CommandCall, services: Services, guild?: string): Promise<CommandResponse> =>
  aboutOwnFiles(call, services, { kind: 'xray', given: {}, guild }, (found, request) =>
    reply(xrayMessage(call.locale, request.guild.id, found)),
  );

const tryLine = (
  call: CommandCall,
  services: Services,
  line: string,
  guild?: string,
): Promise<CommandResponse> =>
  aboutOwnFiles(call, services, { kind: 'line', given: { text: line }, guild }, (effect, request) =>
    reply(lineEffectMessage(call.locale, request.guild.id, effect)),
  );

/** What can be done with files that passed. */
async function showMore(call: CommandCall, services: Services, id: string): Promise<CommandResponse> {
  const submission = await services.records.submissions.get(id);
  if (submission === null) return reply(resultIsGone(call.locale));
  if (submission.student.user !== call.user) return reply(resultIsNotYours(call.locale));
  const menu = reply(passedMenu(call.locale, submission.student.guild, id));
  return services.lessons.about(call.locale, menu, submission.lesson.slug);
}

export const xray = command(definition, {
  fromWords: (words) => ({ line: words === '' ? null : words.slice(0, 200) }),
  run: (call, { line }, services) =>
    line === null ? showXray(call, services) : tryLine(call, services, line),
  components: {
    insights: async (call, { guild }) => reply(insightsMenu(call.locale, guild)),
    more: (call, { submission }, services) => showMore(call, services, submission),
    xray: (call, { guild }, services) => showXray(call, services, guild),
    'xray-lines': (call, { guild }, services, [line = '']) =>
      tryLine(call, services, line.slice(0, 200), guild),
    'xray-form': async (call, { guild }) => ({ show: 'modal', modal: lineForm(call.locale, guild) }),
  },
  forms: {
    'xray-line': (call, { guild }, services, filled) =>
      tryLine(call, services, filled.texts.line ?? '', guild),
  },
});
