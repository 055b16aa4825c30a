import { ButtonStyle } from 'discord-api-types/v10';
import type { UndoResult } from '../../../records/records.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, type Message, primary, row, text } from '../message.ts';
import { code, codeBlock } from '../quote.ts';
import { ago } from '../time.ts';

const say = words('piece', {
  en: {
    title: '### Some lines of a {{path}}',
    dockerfile: 'A whole Dockerfile begins with `FROM`, and I see none here.',
    kept: 'I still remember the {{path}} that you sent {{ago}}.',
    none: 'I do not know the rest of your {{path}} yet.',
    ask: 'What shall I do with them?',
    append: 'Add them at the end',
    whole: 'That is my whole file',
    form: 'Send the whole file',
    gone: 'I no longer have these lines. Please send the whole file.',
    noFile: 'I remember no {{path}} of yours that I could add them to. Please send the whole file.',
    takenBack: '### Undone',
    asBefore: 'I remember your {{path}} from {{ago}} again.',
    noneAgain: 'I remember no {{path}} of yours, as before.',
    newer: 'You have sent your {{path}} again since, so I leave it as it is now.',
    tooLate: 'That can no longer be undone. Send the file as it should be, and I remember that.',
    check: 'Check my files',
  },
});

/** Asks where some lines of a file belong. `ageMs`: the age of the remembered file; null when there is none. */
export function askAboutFragment(
  locale: Locale,
  about: {
    readonly piece: string;
    readonly path: string;
    readonly text: string;
    readonly ageMs: number | null;
  },
): Message {
  const { piece, ageMs } = about;
  const path = code(about.path, 60);
  const lines = [
    ...(/dockerfile$/i.test(about.path) ? [say(locale, 'dockerfile')] : []),
    ageMs === null ? say(locale, 'none', { path }) : say(locale, 'kept', { path, ago: ago(locale, ageMs) }),
    say(locale, 'ask'),
  ];
  return {
    components: [
      container('waiting', [
        text(say(locale, 'title', { path })),
        text(codeBlock(about.text.trimEnd().split('\n'), 'dockerfile', 600)),
        text(lines.join('\n')),
      ]),
      row([
        ...(ageMs === null ? [] : [primary({ kind: 'piece', act: 'append', piece }, say(locale, 'append'))]),
        button({ kind: 'piece', act: 'whole', piece }, say(locale, 'whole')),
        button({ kind: 'check-form' }, say(locale, 'form')),
      ]),
    ],
  };
}

const plain = (content: string, locale: Locale): Message => ({
  components: [
    container('waiting', [text(content)]),
    row([button({ kind: 'check-form' }, say(locale, 'form'))]),
  ],
});

export const fragmentIsGone = (locale: Locale): Message => plain(say(locale, 'gone'), locale);
export const nothingToAppendTo = (locale: Locale, path: string): Message =>
  plain(say(locale, 'noFile', { path: code(path, 60) }), locale);

/** The outcome of undoing a change. */
export function takenBackMessage(locale: Locale, result: UndoResult, now: number): Message {
  if (result.kind === 'gone') return plain(say(locale, 'tooLate'), locale);
  if (result.kind === 'newer') return plain(say(locale, 'newer', { path: code(result.path, 60) }), locale);
  const lines = result.files
    .slice(0, 8)
    .map(({ path, receivedAt }) =>
      receivedAt === null
        ? say(locale, 'noneAgain', { path: code(path, 60) })
        : say(locale, 'asBefore', { path: code(path, 60), ago: ago(locale, Math.max(0, now - receivedAt)) }),
    );
  return {
    components: [
      container('good', [text([say(locale, 'takenBack'), ...lines].join('\n'))]),
      row([button({ kind: 'check-form' }, say(locale, 'check'), ButtonStyle.Secondary)]),
    ],
  };
}
