import { type Locale, words } from '../../wording/wording.ts';
import { container, type Message, notice, primary, row, text } from './message.ts';
import { code } from './quote.ts';

const say = words('trouble', {
  en: {
    mishap:
      'Something went wrong on my side, not on yours. Please try again in a minute.\nIf it happens again, tell a teaching assistant this: `{{reference}}`.',
    notRecorded:
      'I cannot reach my notes at the moment, so I have **not** taken this down. Please send it again in a few minutes.\nIf it happens again, tell a teaching assistant this: `{{reference}}`.',
    unreadable:
      'I could not read this: I stop after a second, and I was not done by then. No harm is done, and nothing of it is held against you.\nSomething in it is very unusual: long values that repeat, or one line that goes on and on. Make it simpler, and send it again. Your teaching assistants can see that it happened, and `/ask` reaches them.',
    unreadableAt:
      'I could not read {{place}}: I stop after a second, and I was not done by then. No harm is done, and nothing of it is held against you.\nSomething there is very unusual: long values that repeat, or one line that goes on and on. Make it simpler, and send it again. Your teaching assistants can see that it happened, and `/ask` reaches them.',
    place: '{{file}}, line {{line}}',
    oldButton:
      'This button comes from an older version of me, so I cannot follow it any more. Please use the command again: `/hint`, `/check`, `/verify` or `/status`.',
    unknownCommand: 'I do not know that command any more. `/help` shows what I can do.',
    notServed:
      'I would gladly help, but I am not set up for this server. Whoever runs me can add it to the list of servers that I serve.',
    slowDown: 'That was a lot at once. Give me a few seconds, then ask again.',
    lateForm:
      'The form was not ready in time, so Discord did not open it. Please try once more: it goes faster now.',
    tooLate: 'It is too late to cancel that one: it is done.',
    result: 'Show the result',
    staffsRun:
      'A teaching assistant started this run, so it goes on. It takes nothing from you: your result stands until a newer one passes or fails.',
    notYours: 'Only the student it belongs to can cancel that.',
  },
});

/** An unexpected error. The reference is also in the log. */
export const unexpectedError = (locale: Locale, reference: string): Message =>
  notice(say(locale, 'mishap', { reference }));
/** The records are unavailable: what was asked or sent is not recorded, and the student has to know. */
export const notRecorded = (locale: Locale, reference: string): Message =>
  notice(say(locale, 'notRecorded', { reference }));
/** Reading the text ended a checker process. */
export function unreadable(
  locale: Locale,
  { file, line }: { readonly file: string | null; readonly line: number | null },
): Message {
  if (file === null) return notice(say(locale, 'unreadable'));
  const name = code(file, 80);
  const place = line === null ? name : say(locale, 'place', { file: name, line });
  return notice(say(locale, 'unreadableAt', { place }));
}
export const oldButton = (locale: Locale): Message => notice(say(locale, 'oldButton'));
export const unknownCommand = (locale: Locale): Message => notice(say(locale, 'unknownCommand'));
/** A server that the operator does not serve. */
export const notServed = (locale: Locale): Message => notice(say(locale, 'notServed'));
export const slowDown = (locale: Locale): Message => notice(say(locale, 'slowDown'));
/** A form that Discord no longer accepts. */
export const lateForm = (locale: Locale): Message => notice(say(locale, 'lateForm'));
/** `submission`: the one that has finished. */
export const tooLateToCancel = (locale: Locale, submission: string): Message => ({
  components: [
    container('waiting', [text(say(locale, 'tooLate'))]),
    row([primary({ kind: 'result', submission }, say(locale, 'result'))]),
  ],
});
export const staffsRun = (locale: Locale): Message => notice(say(locale, 'staffsRun'));
export const notYoursToCancel = (locale: Locale): Message => notice(say(locale, 'notYours'));
