import { type Locale, words } from '../../../wording/wording.ts';
import { container, type Message, row, text } from '../message.ts';
import type { LessonContext } from './intake.ts';
import { waysOn } from './intake.ts';

const say = words('typed-command', {
  en: {
    form: 'For that I show you a form. Press the button:',
    more: '`/{{name}}` needs something after it: `/{{name}} {{example}}`.',
    elsewhere: '`/{{name}}` works in the class server only. Type it there, and I answer.',
  },
});

/** Examples of the arguments that a typed command needs. */
const examples: Readonly<Record<string, string>> = { hint: '3', link: '12345' };

export const formBehindButton = (locale: Locale, context: LessonContext): Message => ({
  components: [container('calm', [text(say(locale, 'form'))]), row(waysOn(locale, context))],
});

export const commandNeedsMore = (locale: Locale, name: string, context: LessonContext): Message => ({
  components: [
    container('calm', [text(say(locale, 'more', { name, example: examples[name] ?? '…' }))]),
    row(waysOn(locale, context)),
  ],
});

export const commandIsElsewhere = (locale: Locale, name: string, context: LessonContext): Message => ({
  components: [container('calm', [text(say(locale, 'elsewhere', { name }))]), row(waysOn(locale, context))],
});
