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
import { readDate } from '../src/discord/interactions/read-date.ts';
import { remindersSet } from '../src/discord/render/staff/deadline.ts';
import { deadlineSet, inThePast, noMoment } from '../src/discord/render/staff/grades.ts';
import { meansNoDate } from '../src/grading/date-input.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-deadline', {
  en: {
    about: 'For teaching assistants: when this lesson is due, and whether I remind those who have not passed',
    due: '2026-12-01 18:00, or: tomorrow 18:00, friday, in 3 days, none',
    remind: 'Hours before that; leave it out for no reminder',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'deadline',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'due',
      description: say('en', 'due'),
      required: true,
      max_length: 60,
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'remind',
      description: say('en', 'remind'),
      min_value: 1,
      max_value: 168,
    },
    lessonOption,
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const deadline = command(definition, {
  run: (call, { due, remind, lesson: named }, services) =>
    forStaffOfLesson(
      call,
      services,
      async (guild, { lesson }, shown) => {
        const { records, staff } = services;
        const none = meansNoDate(due, call.locale);
        const dueAt = none ? null : readDate(due, call, services);
        if (!none && dueAt === null) return reply(noMoment(call.locale));
        if (dueAt !== null && dueAt < services.now()) return reply(inThePast(call.locale));
        const policy = {
          ...(await records.grades.policy(guild.id, lesson.slug)),
          dueAt,
          remindHours: none ? null : remind,
          remindedAt: null,
        };
        await records.grades.savePolicy(guild.id, lesson.slug, policy);
        await staff.auditLog.note({
          guild: guild.id,
          who: call.user,
          action: 'lesson.deadline',
          whom: null,
          details: { lesson: lesson.title, until: dueAt ?? '–', remind: policy.remindHours },
          reason: null,
        });
        return reply(deadlineSet(call.locale, shown.title, policy));
      },
      named,
    ),
  complete: completeLesson,
  components: {
    // The student's own choice, from the reminder's button in a DM.
    reminders: async (call, { guild, how }, services) => {
      await services.records.reminders.setWanted({ guild, user: call.user }, how === 'on');
      return { show: 'update', message: remindersSet(call.locale, guild, how === 'on') };
    },
  },
});
