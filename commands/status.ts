import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { UnreadableText } from '../src/checker/failures.ts';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent, type StudentRequest } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { isTa } from '../src/discord/interactions/ta-role.ts';
import { progressOf, queueSignsOf } from '../src/discord/notifications/progress.ts';
import { verdictNotes } from '../src/discord/notifications/verdict-notes.ts';
import { withNotes } from '../src/discord/render/lesson/due-date.ts';
import type { Message } from '../src/discord/render/message.ts';
import { statusMessage } from '../src/discord/render/status.ts';
import {
  resultIsGone,
  resultIsNotYours,
  verdictMessage,
} from '../src/discord/render/verification/verdict.ts';
import { progressMessage } from '../src/discord/render/verification/verify.ts';
import { gatherFiles, nothingSent } from '../src/discord/submissions/gather-files.ts';
import { lessonIn } from '../src/lesson/lesson-in.ts';
import { isWholeProject } from '../src/lesson/manifest/requested-files.ts';
import { gradeStanding } from '../src/teaching/standing.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-status', {
  en: {
    about: 'Where you stand: your verification, your TODOs, the hints you took',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'status',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

async function stand(call: CommandCall, question: StudentRequest, services: Services): Promise<Message> {
  const { student, lesson, tree, guild } = question;
  const { records, desk } = services;
  const [remembered, hints, standing, overview, grade, pullRequest] = await Promise.all([
    records.workspaces.files(student, lesson.slug),
    records.progress.hintsTaken(student, lesson.slug),
    desk.status(student, lesson.slug),
    desk.overview(guild.id),
    gradeStanding(records, student, lesson.slug),
    records.submissions.latestPullRequest(student, lesson.slug),
  ]);
  const { files, used } = gatherFiles(nothingSent, remembered, question, services.now());
  const isWhole = isWholeProject(lesson.manifest, Object.keys(files));
  const report =
    remembered.length === 0
      ? null
      : await services.reading
          .check({ student: { files, complete: isWhole }, lesson, tree }, student)
          .catch((error: unknown) => {
            if (error instanceof UnreadableText) return null;
            throw error;
          });
  return statusMessage(
    call.locale,
    {
      guild: guild.id,
      lesson,
      report,
      used,
      hints,
      submission: standing?.submission ?? null,
      underway: standing === null ? null : progressOf(standing, queueSignsOf(overview)),
      grade,
      pullRequest,
    },
    services.now(),
  );
}

/** Shows a verdict to its student, or to a teaching assistant of the class. */
async function showResult(call: CommandCall, id: string, services: Services): Promise<CommandResponse> {
  const submission = await services.records.submissions.get(id);
  if (submission === null) return reply(resultIsGone(call.locale));
  const { student, verdict, lesson } = submission;
  if (student.user !== call.user && !(await isTa(call, student.guild, services))) {
    return reply(resultIsNotYours(call.locale));
  }
  if (verdict !== null) {
    const installed = services.lesson(lesson.slug);
    const shown = installed === null ? null : lessonIn(installed.lesson, call.locale);
    const message = verdictMessage(call.locale, submission, verdict, shown);
    const noted = withNotes(message, await verdictNotes(call.locale, submission, services.records));
    return services.lessons.about(call.locale, reply(noted), lesson.slug);
  }
  const standing = await services.desk.status(student, lesson.slug);
  const underway = standing?.submission.id === id ? progressOf(standing) : null;
  const progress = underway ?? { state: 'recorded' };
  const message = progressMessage(call.locale, id, progress, { used: [], absent: [] });
  return services.lessons.about(call.locale, reply(message), lesson.slug);
}

export const status = command(definition, {
  run: (call, _given, services) =>
    forStudent(call, services, async (question) => reply(await stand(call, question, services))),
  fromWords: () => ({}),
  components: {
    status: (call, { guild, how }, services) =>
      forStudent(
        call,
        services,
        async (question) => {
          const message = await stand(call, question, services);
          return how === 'again' ? { show: 'update', message } : reply(message);
        },
        { guild },
      ),
    result: (call, { submission }, services) => showResult(call, submission, services),
  },
});
