import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import { addressRefused } from '../src/discord/render/verification/pull-request.ts';
import { messageAt } from '../src/discord/submissions/check-message.ts';
import { submitAt, submitPullRequest } from '../src/discord/submissions/submit-pull-request.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-submit-pr', {
  en: {
    about: 'Hand in your pull request: its files are checked, then built and run for real',
    url: 'The address of your pull request, such as https://github.com/you/repository/pull/3',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'submit-pr',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'url',
      description: say('en', 'url'),
      required: true,
      max_length: 500,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const submitPr = command(definition, {
  run: (call, { url }, services) =>
    forStudent(call, services, (request) => submitPullRequest(call, request, url, services)),
  fromWords: (words) => (words === '' ? null : { url: words }),
  components: {
    'submit-pr': (call, press, services) =>
      forStudent(
        call,
        services,
        async (request) => {
          const message = await messageAt(press.channel, press.message, services);
          const own = message?.author === call.user ? message : null;
          const address = own === null ? null : services.github.addressIn(own.text);
          return address === null
            ? reply(addressRefused(call.locale, request.guild.id, { kind: 'gone' }, services.github.host))
            : submitAt(call, request, address, services);
        },
        { guild: press.guild },
      ),
  },
});
