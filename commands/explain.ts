import {
  type APIModalInteractionResponseCallbackData,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { formOfLesson, forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { customId } from '../src/discord/render/custom-id.ts';
import { explainMessage, noSuchTerm } from '../src/discord/render/explain.ts';
import { paragraphField, uploadField } from '../src/discord/render/form-fields.ts';
import { download } from '../src/discord/submissions/download.ts';
import { explained } from '../src/explain/explained.ts';
import { termNamed, termsLike } from '../src/explain/terms/index.ts';
import { termName } from '../src/explain/terms/term-name.ts';
import type { IncomingMessage } from '../src/intake/intake-result.ts';
import { type Locale, words } from '../src/wording/wording.ts';

const say = words('command-explain', {
  en: {
    about: 'Explain an error message, or a term like layer: without a term a form opens to paste into',
    term: 'A word, an instruction, a command or a rule',
    title: 'Explain an error message',
    output: 'What your terminal or browser said',
    outputMore: 'Copy all of it, from the command that you typed to the end.',
    files: 'Or upload it',
    filesMore: 'A text file of up to 64 kB.',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'explain',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'term',
      description: say('en', 'term'),
      autocomplete: true,
      max_length: 1000,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** A form to paste into. */
function form(locale: Locale): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId({ kind: 'explain-sent' }),
    title: say(locale, 'title'),
    components: [
      paragraphField('output', { label: say(locale, 'output'), description: say(locale, 'outputMore') }),
      uploadField({ label: say(locale, 'files'), description: say(locale, 'filesMore') }, 2),
    ],
  };
}

/** Opens immediately if there is only one lesson, because the form needs nothing from it. */
const showForm = async (call: CommandCall, _given: unknown, services: Services): Promise<CommandResponse> =>
  services.lessons.areSeveral
    ? formOfLesson(call, services, () => form(call.locale))
    : { show: 'modal', modal: form(call.locale) };

/** Explains what somebody pasted or named. If it is neither a term nor an error, the answer suggests similar terms. */
function explainFor(
  call: CommandCall,
  services: Services,
  sent: () => Promise<IncomingMessage>,
  asked: string | null,
): Promise<CommandResponse> {
  return forStudent(call, services, async ({ student, lesson, guild }) => {
    const explanation = await services.reading.explain(await sent(), student);
    if (asked !== null && explanation.kind === 'unknown' && explanation.decisive === null)
      return reply(noSuchTerm(call.locale, asked));
    const found = explained(explanation, lesson);
    return reply(explainMessage(call.locale, found, { guild: guild.id, numbered: asked === null }));
  });
}

export const explain = command(definition, {
  fromWords: (words) => ({ term: words === '' ? null : words.slice(0, 1000) }),
  run: (call, { term }, services) =>
    term === null
      ? showForm(call, {}, services)
      : explainFor(call, services, async () => ({ text: term, files: [] }), term),
  complete: ({ locale }, typed) =>
    termsLike(typed)
      .slice(0, 25)
      .map((term) => termName(locale, term).slice(0, 100))
      .map((name) => ({ name, value: name })),
  components: {
    'explain-form': showForm,
    term: (call, press, services) =>
      forStudent(call, services, async ({ lesson, guild }) => {
        const term = termNamed(press.term);
        if (term === null) return reply(noSuchTerm(call.locale, press.term));
        const found = explained({ kind: 'term', id: term.id }, lesson);
        return reply(explainMessage(call.locale, found, { guild: guild.id, numbered: false }));
      }),
  },
  forms: {
    'explain-sent': (call, _id, services, filled) =>
      explainFor(
        call,
        services,
        async () => ({
          text: filled.texts.output ?? '',
          files: (await download(filled.uploads.files ?? [])).files,
        }),
        null,
      ),
  },
});
