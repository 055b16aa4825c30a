import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forStaffOnly } from '../src/discord/interactions/audience.ts';
import { lessonOption } from '../src/discord/interactions/lesson-option.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-grades', {
  en: {
    about: 'For teaching assistants: how this lesson is graded',
    policy: 'Which submission counts, and what happens to late ones; shows how it is',
    counts: 'Which submission counts, by when it was received',
    late: 'What happens to a late one',
    perDay: 'Points that each day takes, when late ones count less',
    grace: 'Minutes that are not late yet',
    best: 'the best',
    last: 'the last',
    first: 'the first',
    full: 'counts in full',
    less: 'counts less for each day',
    none: 'does not count',
    extend: 'Give one student more time',
    name: 'Whom',
    until: 'Until when: 2026-12-01 18:00, or: tomorrow 18:00, friday, in 3 days',
    why: 'Why? It is written down',
    override: 'Set a grade by hand',
    points: 'Points, 0 to 100',
    restore: 'Take back a grade that was set by hand',
    regrade: 'After a corrected lesson: see whose result would change, then apply it',
  },
});

const who = {
  type: ApplicationCommandOptionType.User,
  name: 'name',
  description: say('en', 'name'),
  required: true,
} as const;
const why = {
  type: ApplicationCommandOptionType.String,
  name: 'reason',
  description: say('en', 'why'),
  required: true,
  max_length: 200,
} as const;

/** The definition of /grades for Discord. */
export const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'grades',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'policy',
      description: say('en', 'policy'),
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'counts',
          description: say('en', 'counts'),
          choices: [
            { name: say('en', 'best'), value: 'best' },
            { name: say('en', 'last'), value: 'last' },
            { name: say('en', 'first'), value: 'first' },
          ],
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'late',
          description: say('en', 'late'),
          choices: [
            { name: say('en', 'full'), value: 'full' },
            { name: say('en', 'less'), value: 'less' },
            { name: say('en', 'none'), value: 'none' },
          ],
        },
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'per_day',
          description: say('en', 'perDay'),
          min_value: 1,
          max_value: 100,
        },
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'grace',
          description: say('en', 'grace'),
          min_value: 0,
          max_value: 1440,
        },
        lessonOption,
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'extend',
      description: say('en', 'extend'),
      options: [
        who,
        {
          type: ApplicationCommandOptionType.String,
          name: 'until',
          description: say('en', 'until'),
          required: true,
          max_length: 60,
        },
        why,
        lessonOption,
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'override',
      description: say('en', 'override'),
      options: [
        who,
        {
          type: ApplicationCommandOptionType.Integer,
          name: 'points',
          description: say('en', 'points'),
          required: true,
          min_value: 0,
          max_value: 100,
        },
        why,
        lessonOption,
      ],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'restore',
      description: say('en', 'restore'),
      options: [who, why, lessonOption],
    },
    {
      type: ApplicationCommandOptionType.Subcommand,
      name: 'regrade',
      description: say('en', 'regrade'),
      options: [lessonOption],
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;
