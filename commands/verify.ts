import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { isTa } from '../src/discord/interactions/ta-role.ts';
import { notYoursToCancel, staffsRun, tooLateToCancel } from '../src/discord/render/errors.ts';
import { resultIsGone, resultIsNotYours } from '../src/discord/render/verification/verdict.ts';
import { verdictDetails } from '../src/discord/render/verification/verdict-details.ts';
import { type AttachedFiles, submit } from '../src/discord/submissions/submit.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-verify', {
  en: {
    about: 'Build and run your files for real, in a sandbox, and see what happens',
    dockerfile: 'Your Dockerfile; without it the one I remember',
    dockerignore: 'Your .dockerignore; without it the one I remember',
    entrypoint: 'Your entrypoint.sh; without it the one I remember',
    file: 'Another file that the lesson wants, such as its nginx.conf; without it the one I remember',
    another: 'One more file that the lesson wants; without it the one I remember',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'verify',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'dockerfile',
      description: say('en', 'dockerfile'),
    },
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'dockerignore',
      description: say('en', 'dockerignore'),
    },
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'entrypoint',
      description: say('en', 'entrypoint'),
    },
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'file',
      description: say('en', 'file'),
    },
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'another',
      description: say('en', 'another'),
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const none: AttachedFiles = {
  dockerfile: null,
  dockerignore: null,
  entrypoint: null,
  file: null,
  another: null,
};

interface VerifyRequest {
  readonly uploads?: AttachedFiles;
  /** The class that a button belongs to. Default: the class of the call. */
  readonly guild?: string;
  readonly again?: boolean;
}

const verification = (
  call: CommandCall,
  services: Services,
  { uploads = none, guild, again = false }: VerifyRequest,
): Promise<CommandResponse> =>
  forStudent(
    call,
    services,
    (question) => submit(call, question, { uploads, again }, services),
    guild === undefined ? {} : { guild },
  );

async function cancelPractice(
  call: CommandCall,
  id: string,
  { records, desk }: Services,
): Promise<CommandResponse> {
  const practice = await records.practice.get(id);
  if (practice === null) return reply(resultIsGone(call.locale));
  if (practice.student.user !== call.user) return reply(notYoursToCancel(call.locale));
  // The result replaces the progress message, also if that was posted first.
  await desk.practice.cancel(practice);
  return { show: 'nothing' };
}

export const verify = command(definition, {
  run: (call, uploads, services) => verification(call, services, { uploads }),
  fromWords: () => none,
  components: {
    verify: (call, { guild }, services) => verification(call, services, { guild }),
    rerun: (call, { guild }, services) => verification(call, services, { guild, again: true }),
    'verdict-details': async (call, press, services) => {
      const submission = await services.records.submissions.get(press.submission);
      if (submission === null || submission.verdict === null) return reply(resultIsGone(call.locale));
      const { guild, user } = submission.student;
      if (user !== call.user && !(await isTa(call, guild, services)))
        return reply(resultIsNotYours(call.locale));
      const details = reply(verdictDetails(call.locale, submission, submission.verdict));
      return services.lessons.about(call.locale, details, submission.lesson.slug);
    },
    cancel: async (call, press, services) => {
      const submission = await services.records.submissions.get(press.submission);
      if (submission === null) return cancelPractice(call, press.submission, services);
      // Teaching assistants use /queue for that, which asks for confirmation and records the action.
      if (submission.student.user !== call.user) return reply(notYoursToCancel(call.locale));
      if (submission.runBy === 'ta' && submission.state !== 'judged') return reply(staffsRun(call.locale));
      const cancelled = await services.desk.cancel(submission, 'by-student');
      // The verdict replaces the progress message, as any verdict does.
      return cancelled ? { show: 'nothing' } : reply(tooLateToCancel(call.locale, submission.id));
    },
  },
});
