import { setImmediate as othersFirst } from 'node:timers/promises';
import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forStaffOnly } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStaffOfLesson } from '../src/discord/interactions/for-staff.ts';
import { completeLesson, lessonOption } from '../src/discord/interactions/lesson-option.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import type { Message } from '../src/discord/render/message.ts';
import { classMessage } from '../src/discord/render/staff/class.ts';
import { paintOrNull } from '../src/discord/submissions/paint.ts';
import type { Lesson } from '../src/lesson/lesson.ts';
import { classPicture } from '../src/pictures/class-picture.ts';
import type { Theme } from '../src/pictures/palette.ts';
import type { GuildSettings } from '../src/records/records.ts';
import { classView } from '../src/teaching/views.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-class', {
  en: {
    about: 'For teaching assistants: how far everyone is, and where the class is stuck',
    unnamed: 'student …{{end}}',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'class',
  description: say('en', 'about'),
  ...forStaffOnly,
  options: [lessonOption],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

async function picture(
  call: CommandCall,
  guild: GuildSettings,
  lesson: Lesson,
  theme: Theme,
  services: Services,
): Promise<Message> {
  const { records, staff } = services;
  const view = await classView(records, guild.id, lesson, {
    nameOf: (user) => staff.members.nameOf(guild.id, user),
    now: services.now(),
  });
  if (view.students.length === 0) return classMessage(call.locale, view, theme, null);
  await othersFirst();
  const svg = classPicture(
    call.locale,
    view,
    theme,
    (row) => row.name ?? row.number ?? say(call.locale, 'unnamed', { end: row.user?.slice(-4) ?? '' }),
  );
  const png = await paintOrNull(services, svg);
  return classMessage(call.locale, view, theme, png);
}

export const classCommand = command(definition, {
  run: (call, { lesson }, services) =>
    forStaffOfLesson(
      call,
      services,
      async (guild, _installed, shown) => reply(await picture(call, guild, shown, 'dark', services)),
      lesson,
    ),
  complete: completeLesson,
  components: {
    'class-new': (call, _press, services) =>
      forStaffOfLesson(call, services, async (guild, _installed, shown) =>
        reply(await picture(call, guild, shown, 'dark', services)),
      ),
    'class-again': (call, { theme }, services) =>
      forStaffOfLesson(call, services, async (guild, _installed, shown) => ({
        show: 'update',
        message: await picture(call, guild, shown, theme, services),
      })),
  },
});
