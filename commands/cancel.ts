import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent, type StudentRequest } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { staffsRun, tooLateToCancel } from '../src/discord/render/errors.ts';
import { nothingToCancel, verificationCancelled } from '../src/discord/render/verification/cancel.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-cancel', {
  en: {
    about: 'Stop your verification, whether it waits or runs',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'cancel',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Cancels everything that the student started and that has no verdict; its progress message then says so. */
async function stop(
  call: CommandCall,
  { student, lesson, guild }: StudentRequest,
  services: Services,
): Promise<CommandResponse> {
  const underway = await services.records.backlog.pendingOf(student, lesson.slug);
  if (underway.length === 0) return reply(nothingToCancel(call.locale, guild.id));
  const ownRuns = underway.filter(({ runBy }) => runBy === 'student');
  const newest = ownRuns.at(-1);
  if (newest === undefined) return reply(staffsRun(call.locale));
  const stopped = await Promise.all(
    ownRuns.map((submission) => services.desk.cancel(submission, 'by-student')),
  );
  return reply(
    stopped.some((off) => off)
      ? verificationCancelled(call.locale, guild.id)
      : tooLateToCancel(call.locale, newest.id),
  );
}

export const cancel = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) => forStudent(call, services, (request) => stop(call, request, services)),
});
