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
import { announcement } from '../src/discord/render/staff/deadline.ts';
import { announced, mayNotWrite, noClassChannel, noMoment } from '../src/discord/render/staff/grades.ts';
import { isFinal } from '../src/discord/rest/discord-errors.ts';
import { lessonIn } from '../src/lesson/lesson-in.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-announce', {
  en: {
    about: 'For teaching assistants: tell the class channel that this lesson begins',
    starts: 'When it starts: 2026-12-01 18:00, or: tomorrow 18:00, friday, in 3 days',
    due: 'When it is due, the same way; else the due date that is set',
    text: 'A sentence of your own for the class',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'announce-lesson',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'starts',
      description: say('en', 'starts'),
      max_length: 60,
    },
    { type: ApplicationCommandOptionType.String, name: 'due', description: say('en', 'due'), max_length: 60 },
    {
      type: ApplicationCommandOptionType.String,
      name: 'text',
      description: say('en', 'text'),
      max_length: 1000,
    },
    lessonOption,
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

export const announceLesson = command(definition, {
  run: (call, given, services) =>
    forStaffOfLesson(
      call,
      services,
      async (guild, { lesson }) => {
        const { records, messenger, locales, staff } = services;
        const locale = locales.ofClass(guild.id, call.locale);
        if (guild.classChannel === null) return reply(noClassChannel(call.locale));
        const before = await records.grades.policy(guild.id, lesson.slug);
        const startsAt = given.starts === null ? before.startsAt : readDate(given.starts, call, services);
        const dueAt = given.due === null ? before.dueAt : readDate(given.due, call, services);
        if ((given.starts !== null && startsAt === null) || (given.due !== null && dueAt === null)) {
          return reply(noMoment(call.locale));
        }
        try {
          await messenger.send(
            guild.classChannel,
            announcement(locale, lessonIn(lesson, locale), { startsAt, dueAt }, given.text),
          );
        } catch (error) {
          if (isFinal(error)) return reply(mayNotWrite(call.locale, guild.classChannel));
          throw error;
        }
        const moved = dueAt !== before.dueAt;
        await records.grades.savePolicy(guild.id, lesson.slug, {
          ...before,
          startsAt,
          dueAt,
          remindedAt: moved ? null : before.remindedAt,
        });
        await staff.auditLog.note({
          guild: guild.id,
          who: call.user,
          action: 'lesson.announce',
          whom: null,
          details: { lesson: lesson.title, starts: startsAt, due: dueAt },
          reason: null,
        });
        return reply(announced(call.locale, guild.classChannel));
      },
      given.lesson,
    ),
  complete: completeLesson,
});
