import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command, type FormInput } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { formOfLesson, forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { askModal } from '../src/discord/render/ask.ts';
import { checkDetails } from '../src/discord/render/check/check-details.ts';
import { checkForm, fixForm } from '../src/discord/render/check/check-form.ts';
import { nothingToCheck } from '../src/discord/render/check/file-problems.ts';
import { fileOfKey } from '../src/discord/render/check/student-file-key.ts';
import { noSubmission } from '../src/discord/render/custom-id.ts';
import { answerIntake } from '../src/discord/submissions/answer-intake.ts';
import { detailsOfMessage } from '../src/discord/submissions/check-message.ts';
import { download, withDownloadProblems } from '../src/discord/submissions/download.ts';
import { checkRemembered } from '../src/discord/submissions/instant-check.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-check', {
  en: {
    about: 'Look at your Dockerfile at once: which TODOs are done, what is wrong on which line',
    stuckAtTodo: 'I am stuck at TODO {{todo}}.',
    stuckAtLine: 'I am stuck at TODO {{todo}}, line {{line}} of my {{file}}.',
    stuckLine: 'I am stuck at line {{line}} of my {{file}}.',
    stuck: 'I am stuck with my {{file}}.',
    stuckMore: 'What I tried, and what I do not understand:',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'check',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const showForm = (call: CommandCall, _given: unknown, services: Services): Promise<CommandResponse> =>
  formOfLesson(call, services, (wanted) => checkForm(call.locale, wanted));

/** Answers a submitted form. `fixed`: it contained one of the student's remembered files, to be fixed. */
const checkFilled = (
  call: CommandCall,
  services: Services,
  filled: FormInput,
  options: { readonly fixed: boolean; readonly guild?: string },
): Promise<CommandResponse> =>
  forStudent(
    call,
    services,
    async (request) => {
      const fetched = await download(filled.uploads.files ?? []);
      const intake = await services.reading.readForm(
        filled.texts,
        fetched.files,
        request.names,
        request.student,
      );
      return answerIntake(call, request, withDownloadProblems(intake, fetched.problems), {
        sent: { text: Object.values(filled.texts).join('\n'), files: fetched.files },
        owner: request.student,
        fixed: options.fixed,
        services,
      });
    },
    options.guild === undefined ? {} : { guild: options.guild },
  );

/** The beginning of a question to a human: where the student is stuck, as far as known. */
function stuckText(
  { locale }: CommandCall,
  at: { readonly todo: number | 'none'; readonly file: string; readonly line: number },
): string {
  const { todo, file, line } = at;
  const key = (['stuck', 'stuckLine', 'stuckAtTodo', 'stuckAtLine'] as const)[
    (todo === 'none' ? 0 : 2) + (line === 0 ? 0 : 1)
  ];
  return `${say(locale, key ?? 'stuck', { todo, file, line })}\n${say(locale, 'stuckMore')} `;
}

export const check = command(definition, {
  run: showForm,
  fromWords: () => ({}),
  components: {
    'check-form': showForm,
    'check-details': (call, { message, guild }, services) =>
      message === '0'
        ? forStudent(
            call,
            services,
            async (request) => {
              const result = await checkRemembered(request, services);
              return reply(
                result === null
                  ? nothingToCheck(call.locale, [], request)
                  : checkDetails(call.locale, result),
              );
            },
            { guild },
          )
        : detailsOfMessage(call, message, services),
    fix: (call, press, services) =>
      forStudent(
        call,
        services,
        async ({ student, lesson, names }) => {
          const file = fileOfKey(press.file, names);
          const remembered = await services.records.workspaces.files(student, lesson.slug);
          const own = remembered.find(({ path }) => path === file.path);
          return { show: 'modal', modal: fixForm(call.locale, press, file, own?.text ?? null) };
        },
        { guild: press.guild },
      ),
    stuck: (call, press, services) =>
      forStudent(
        call,
        services,
        async ({ names, guild }) => {
          const known = stuckText(call, { ...press, file: fileOfKey(press.file, names).path });
          return { show: 'modal', modal: askModal(call.locale, noSubmission, guild.id, known) };
        },
        { guild: press.guild },
      ),
  },
  forms: {
    'check-files': (call, _id, services, filled) => checkFilled(call, services, filled, { fixed: false }),
    fixed: (call, { guild }, services, filled) => checkFilled(call, services, filled, { fixed: true, guild }),
  },
});
