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
import type { Services } from '../src/discord/interactions/services.ts';
import type { Message } from '../src/discord/render/message.ts';
import { notInThisClass, runIsGone, studentMessage } from '../src/discord/render/staff/student.ts';
import { filesMessage } from '../src/discord/render/staff/student-files.ts';
import { verdictDetails } from '../src/discord/render/verification/verdict-details.ts';
import type { Lesson } from '../src/lesson/lesson.ts';
import type { GuildSettings } from '../src/records/records.ts';
import { studentView } from '../src/teaching/views.ts';
import { type Locale, words } from '../src/wording/wording.ts';

const say = words('command-student', {
  en: {
    about: 'For teaching assistants: a student’s files, verifications, hints, and time on each TODO',
    name: 'Whom',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'student',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [
    {
      type: ApplicationCommandOptionType.User,
      name: 'name',
      description: say('en', 'name'),
      required: true,
    },
    lessonOption,
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const page = async (
  locale: Locale,
  guild: GuildSettings,
  lesson: Lesson,
  user: string,
  { records, desk }: Services,
): Promise<Message> =>
  studentMessage(locale, await studentView(records, desk, { guild: guild.id, user }, lesson), lesson);

export const student = command(definition, {
  run: (call, { name, lesson }, services) =>
    forStaffOfLesson(
      call,
      services,
      async (guild, _installed, shown) => reply(await page(call.locale, guild, shown, name, services)),
      lesson,
    ),
  complete: completeLesson,
  components: {
    student: (call, { user }, services) =>
      forStaffOfLesson(call, services, async (guild, _installed, shown) => ({
        show: 'update',
        message: await page(call.locale, guild, shown, user, services),
      })),
    'student-new': (call, { user }, services) =>
      forStaffOfLesson(call, services, async (guild, _installed, shown) =>
        reply(await page(call.locale, guild, shown, user, services)),
      ),
    'student-files': (call, { user }, services) =>
      forStaffOfLesson(call, services, async (guild, { lesson }, shown) => {
        const files = await services.records.workspaces.files({ guild: guild.id, user }, lesson.slug);
        return reply(filesMessage(call.locale, user, shown.title, files));
      }),
    'student-runs': (call, { user }, services, chosen) =>
      forStaffOfLesson(call, services, async (guild) => {
        const [id = '', run = ''] = (chosen[0] ?? '').split('-');
        const submission = await services.records.submissions.get(id);
        if (submission === null) return reply(runIsGone(call.locale));
        const { student: owner } = submission;
        if (owner.guild !== guild.id || owner.user !== user) return reply(notInThisClass(call.locale));
        const runs = await services.records.verdicts.historyOf(owner, submission.lesson.slug, 200);
        const found = runs.find((one) => one.submission === id && one.run === Number(run));
        if (found === undefined) return reply(runIsGone(call.locale));
        return reply(verdictDetails(call.locale, submission, found.verdict));
      }),
  },
});
