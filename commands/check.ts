import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ApplicationCommandType,
  ComponentType,
  type RESTPostAPIApplicationCommandsJSONBody,
  TextInputStyle,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import { customId } from '../src/discord/render/custom-id.ts';
import { answerIntake } from '../src/discord/submissions/answer-intake.ts';
import { download, withDownloadProblems } from '../src/discord/submissions/download.ts';
import { type Locale, words } from '../src/wording/wording.ts';

const say = words('command-check', {
  en: {
    about: 'Look at your Dockerfile at once: which TODOs are done, what is wrong on which line',
    title: 'Check my files',
    dockerfile: 'Dockerfile',
    dockerignore: '.dockerignore',
    entrypoint: 'entrypoint.sh',
    keep: 'Leave it empty to keep the one I remember.',
    first: 'Paste all of it.',
    files: 'Or upload them',
    filesMore: 'On a phone this is easier than pasting. Any of the three, up to 64 KiB each.',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'check',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const roles = ['dockerfile', 'dockerignore', 'entrypoint'] as const;

/** A form for pasting and uploading. Discord allows five parts in it, and 4000 characters in each text. */
function form(locale: Locale): APIModalInteractionResponseCallbackData {
  const paste = (role: (typeof roles)[number]): APILabelComponent => ({
    type: ComponentType.Label,
    label: say(locale, role),
    description: say(locale, role === 'dockerfile' ? 'first' : 'keep'),
    component: {
      type: ComponentType.TextInput,
      custom_id: role,
      style: TextInputStyle.Paragraph,
      required: false,
      max_length: 4000,
    },
  });
  return {
    custom_id: customId({ kind: 'check-files' }),
    title: say(locale, 'title'),
    components: [
      ...roles.map(paste),
      {
        type: ComponentType.Label,
        label: say(locale, 'files'),
        description: say(locale, 'filesMore'),
        component: {
          type: ComponentType.FileUpload,
          custom_id: 'files',
          min_values: 0,
          max_values: 5,
          required: false,
        },
      },
    ],
  };
}

const showForm = async (call: CommandCall): Promise<CommandResponse> => ({
  show: 'modal',
  modal: form(call.locale),
});

export const check = command(definition, {
  run: showForm,
  fromWords: () => ({}),
  components: { 'check-form': showForm },
  forms: {
    'check-files': (call, _id, services, filled) =>
      forStudent(call, services, async (request) => {
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
          services,
        });
      }),
  },
});
