import { ButtonStyle } from 'discord-api-types/v10';
import type { DeadLetter } from '../../../records/records.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, type Message, notice, row, text } from '../message.ts';
import { code } from '../quote.ts';
import { stamp } from '../time.ts';

const say = words('ta.dead-letter', {
  en: {
    letter:
      '**A text of <@{{user}}> could not be read** ({{when}}). {{why}}\n{{what}}: {{place}}\nDigest: {{digest}}\n-# I do not read it again, so it harms nobody. The text itself is on the student’s page, as plain text, and in their message.',
    time: 'Reading it was not done after a second.',
    memory: 'Reading it took more memory than it may.',
    broken: 'Reading it broke the process down.',
    killed: 'The process that read it was ended twice.',
    message: 'A message',
    files: 'Files',
    verification: 'Files of a verification',
    line: '{{file}}, line {{line}}',
    file: '{{file}}',
    nowhere: 'where in it is not known',
    discard: 'Seen, keep it unread',
    retry: 'Let it be read again',
    discarded: 'It is off the list, and stays unread.',
    retried: 'It is read again when the student sends it, or asks for it, the next time.',
    gone: 'That one is not on the list any more.',
  },
});

/** The location in a text, as far as it is known. */
const placeOf = (locale: Locale, { file, line }: DeadLetter): string => {
  if (file === null) return say(locale, 'nowhere');
  return line === null
    ? say(locale, 'file', { file: code(file, 80) })
    : say(locale, 'line', { file: code(file, 80), line });
};

/** A text that ended a checker: its digest and location, never its content. */
export const deadLetterMessage = (locale: Locale, letter: DeadLetter): Message => ({
  components: [
    container('waiting', [
      text(
        say(locale, 'letter', {
          user: letter.user,
          when: stamp(letter.at),
          why: say(locale, letter.why),
          what: say(locale, letter.kind),
          place: placeOf(locale, letter),
          digest: code(letter.digest.slice(0, 16), 16),
        }),
      ),
    ]),
    row([
      button({ kind: 'letter', act: 'discard', letter: letter.id }, say(locale, 'discard')),
      button({ kind: 'letter', act: 'retry', letter: letter.id }, say(locale, 'retry'), ButtonStyle.Danger),
    ]),
  ],
});

export const letterDiscarded = (locale: Locale): Message => notice(say(locale, 'discarded'), 'calm');
export const letterRetried = (locale: Locale): Message => notice(say(locale, 'retried'), 'calm');
export const letterGone = (locale: Locale): Message => notice(say(locale, 'gone'), 'calm');
