import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import { rosterLinked } from '../src/discord/render/staff/roster.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-link', {
  en: {
    about: 'Tell the class list which student number is yours',
    number: 'Your student number, as the school writes it',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'link',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'number',
      description: say('en', 'number'),
      required: true,
      max_length: 120,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** A number that has an account is not given away; a teaching assistant sees every link in the staff channel. */
export const link = command(definition, {
  fromWords: (words) => (words === '' ? null : { number: words.slice(0, 120) }),
  run: (call, given, services) =>
    forStudent(call, services, async ({ student }) => {
      const number = given.number.trim();
      const how = await services.records.roster.link(
        student.guild,
        number,
        student.user,
        'student',
        services.now(),
      );
      if (how === 'linked')
        await services.staff.auditLog.note({
          guild: student.guild,
          who: student.user,
          action: 'roster.link',
          whom: student.user,
          details: { number },
          reason: null,
        });
      return reply(rosterLinked(call.locale, how, number, null));
    }),
});
