import { ComponentType } from 'discord-api-types/v10';
import { type Locale, words } from '../../../wording/wording.ts';
import { type Message, text } from '../message.ts';
import { quote } from '../quote.ts';
import { stamp } from '../time.ts';

const say = words('staff-student-files', {
  en: {
    noFiles: 'I have no files of this student for this lesson.',
    more: 'These are the first {{shown}} of {{count}} files of the project.',
    here: 'The files of <@{{user}}> in {{lesson}}, as of {{when}}:',
  },
});

/** One less than the ten files that Discord allows in a message. */
const mostSent = 9;

/** A student's files as attachments, to read in full or open elsewhere. */
export function filesMessage(
  locale: Locale,
  user: string,
  lesson: string,
  files: readonly { readonly path: string; readonly text: string; readonly receivedAt: number }[],
): Message {
  if (files.length === 0) return { components: [text(say(locale, 'noFiles'))] };
  const newest = Math.max(...files.map(({ receivedAt }) => receivedAt));
  const sent = files
    .slice(0, mostSent)
    .map(({ path, text: content }, i) => ({ name: fileName(path, i), data: content }));
  return {
    components: [
      text(say(locale, 'here', { user, lesson: quote(lesson, 100), when: stamp(newest, 'f') })),
      ...sent.map(({ name }) => ({
        type: ComponentType.File as const,
        file: { url: `attachment://${name}` },
      })),
      ...(files.length > mostSent
        ? [text(say(locale, 'more', { shown: mostSent, count: files.length }))]
        : []),
    ],
    files: sent,
  };
}

/** Discord strips a leading dot from names, and previews only files with a text extension. */
export const fileName = (path: string, i: number): string => {
  const plain = path
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[.-]+|(?<![.-])[.-]+$/g, '')
    .slice(0, 60);
  return `${i + 1}-${plain === '' ? 'file' : plain}.txt`;
};
