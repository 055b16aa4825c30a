import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forStaffOnly } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStaffOfLesson } from '../src/discord/interactions/for-staff.ts';
import { completeLesson, lessonOption } from '../src/discord/interactions/lesson-option.ts';
import { exportMessage } from '../src/discord/render/staff/export.ts';
import { gradebookCsv, gradebookJson } from '../src/grading/gradebook.ts';
import { gradebook } from '../src/teaching/views.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-export', {
  en: {
    about: 'For teaching assistants: the gradebook of this lesson as a file',
    format: 'CSV for a spreadsheet, or JSON for a program',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'export',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'format',
      description: say('en', 'format'),
      choices: [
        { name: 'CSV', value: 'csv' },
        { name: 'JSON', value: 'json' },
      ],
    },
    lessonOption,
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const exportCommand = command(definition, {
  run: (call, { format, lesson: named }, services) =>
    forStaffOfLesson(
      call,
      services,
      async (guild, { lesson }) => {
        const grades = await gradebook(services.records, guild.id, lesson, {
          nameOf: (user) => services.staff.members.nameOf(guild.id, user),
          now: services.now(),
        });
        const kind = format === 'json' ? 'json' : 'csv';
        const day = new Date(grades.at).toISOString().slice(0, 10);
        await services.staff.auditLog.note({
          guild: guild.id,
          who: call.user,
          action: 'grade.export',
          whom: null,
          details: { lesson: lesson.title, format: kind, students: grades.rows.length },
          reason: null,
        });
        return reply(
          exportMessage(call.locale, grades, {
            name: `grades-${lesson.slug}-${day}.${kind}`,
            data: kind === 'csv' ? gradebookCsv(grades, call.locale) : gradebookJson(grades),
          }),
        );
      },
      named,
    ),
  complete: completeLesson,
});
