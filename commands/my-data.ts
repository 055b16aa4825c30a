import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { chooseClass, noClassFound } from '../src/discord/render/lesson/choose-class.ts';
import { dataDeleted, myDataMessage, nothingDeleted, sureToDelete } from '../src/discord/render/my-data.ts';
import type { StoredPersonalData, Student } from '../src/records/records.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-my-data', {
  en: {
    about: 'What I keep of you, and how to have it deleted',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'my-data',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Continues with the caller as a student, even if the lesson cannot be read: that must not keep students from their data. */
async function asStudent(
  call: CommandCall,
  services: Services,
  guild: string | undefined,
  goOn: (student: Student) => Promise<CommandResponse>,
): Promise<CommandResponse> {
  const resolved = await services.resolveClass(call, guild);
  if (resolved.kind === 'nobody') return reply(noClassFound(call.locale));
  if (resolved.kind === 'choose') return reply(chooseClass(call.locale, resolved.guilds, '0'));
  return goOn(resolved.student);
}

/** Whether a lesson keeps results for a grade; a lesson that no longer exists does. */
const keepsResults =
  (services: Services) =>
  (slug: string): boolean =>
    services.lesson(slug)?.lesson.manifest?.grade.keepsResults ?? true;

/** Whether any stored data would remain. */
const resultsStay = (kept: StoredPersonalData, services: Services): boolean =>
  kept.submissions.some((one) => keepsResults(services)(one.lesson));

async function erase(call: CommandCall, student: Student, services: Services): Promise<CommandResponse> {
  const { records, desk } = services;
  const kept = await records.personalData.of(student);
  for (const { id, withFiles } of kept.submissions) {
    const submission = withFiles ? await records.submissions.get(id) : null;
    // Includes runs started by a teaching assistant: it is the student's data.
    if (submission !== null) await desk.cancel(submission, 'by-student', { evenStaffs: true });
  }
  await desk.practice.cancelAllOf(student);
  const stays = resultsStay(kept, services);
  await records.personalData.erase(student, keepsResults(services));
  services.log.info({ event: 'my-data.deleted', guild: student.guild }, 'a student had their data deleted');
  return { show: 'update', message: dataDeleted(call.locale, stays) };
}

export const myData = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) =>
    asStudent(call, services, undefined, async (student) =>
      reply(
        myDataMessage(call.locale, student.guild, await services.records.personalData.of(student), {
          days: services.keepsDays,
          now: services.now(),
        }),
      ),
    ),
  components: {
    'my-data': (call, { act, guild }, services) =>
      asStudent(call, services, guild, async (student) => {
        if (act === 'keep') return { show: 'update', message: nothingDeleted(call.locale) };
        if (act === 'delete') return erase(call, student, services);
        const kept = await services.records.personalData.of(student);
        return {
          show: 'update',
          message: sureToDelete(call.locale, student.guild, resultsStay(kept, services)),
        };
      }),
  },
});
