import type { FileNames, IntakeResult } from '../../../intake/intake-result.ts';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { StudentFile } from '../../../lesson/manifest/requested-files.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { askPress } from '../ask.ts';
import { button, container, type Message, primary, row, text } from '../message.ts';
import { code } from '../quote.ts';
import { fileProblemLines, nothingToCheck } from './file-problems.ts';

const say = words('intake', {
  en: {
    greeting: '### Hello! 👋',
    greetingHow:
      'Send me your {{dockerfile}} and I look at it at once. `/hint` helps with a TODO, `/help` shows the rest.',
    question: '### That sounds like a question',
    questionHow:
      'I am good with files, but not with questions in words. I can bring yours to a teaching assistant if you like. `/hint` helps with a TODO, and I check at once whatever you put into your {{dockerfile}}.',
    about:
      'About {{line}}: put it into your {{dockerfile}} and send me all of it, then I can say whether it is right there.',
    command: '### That is a command for your own terminal',
    commandHow:
      'Type it there, in the folder with your {{dockerfile}}. If it prints an error, copy that and send it to me: I explain it. I can check your files at once.',
    name: '### That is the name of a file',
    nameHow:
      'Its content did not come along. Attach the file itself, or paste what is in it between lines of three backticks.',
    link: '### I do not open links',
    linkHow: 'Paste the content of your {{dockerfile}} between lines of three backticks, or attach the file.',
    othersPiece: '### Some lines of a file',
    othersPieceHow: 'I check whole files: a {{dockerfile}} that begins with `FROM`.',
    check: 'Check my files',
    ask: 'Ask a human',
    hint: 'Hint for TODO {{n}}',
    firstHint: 'First hint',
    explain: 'Paste an error message',
    picture: '### I cannot read pictures yet',
    pictureHow:
      'Thank you for showing me! Text helps me more: mark the lines in your terminal or editor, copy them, and paste them here or into the form. You can attach your {{dockerfile}} as a file. A human can look at the picture, too.',
    lost: '### I am not sure what that is',
    lostHow:
      'Send me your {{dockerfile}}, an error message, or a question such as “what is a layer?”. One of these helps for sure:',
  },
});

/** What an answer needs to know about the asker. */
export interface LessonContext {
  readonly guild: { readonly id: string };
  readonly lesson: Lesson;
  readonly names: FileNames;
  readonly wantedFiles: readonly StudentFile[];
}

/** The answer to input that is not a whole file: what it was recognized as, and what to do next. Nothing of it is remembered. */
export function intakeMessage(
  locale: Locale,
  reading: IntakeResult,
  { guild, lesson, names, wantedFiles }: LessonContext,
): Message {
  const dockerfile = code(names.dockerfile, 60);
  const todo = 'text' in reading ? todoIn(reading.text, lesson) : null;
  const context = { guild, lesson, names, wantedFiles };
  const usual = waysOn(locale, context);
  const show = (
    lines: readonly string[],
    buttons: Parameters<typeof row>[0],
    problems = reading.problems,
  ): Message => ({
    components: [
      container('calm', [text([...lines, ...fileProblemLines(locale, problems)].join('\n'))]),
      row(buttons),
    ],
  });
  switch (reading.kind) {
    case 'greeting':
      return show([say(locale, 'greeting'), say(locale, 'greetingHow', { dockerfile })], usual);
    case 'question': {
      const about =
        reading.about === null
          ? []
          : [say(locale, 'about', { line: code(reading.about.text.trim(), 120), dockerfile })];
      return show(
        [say(locale, 'question'), say(locale, 'questionHow', { dockerfile }), ...about],
        waysOn(locale, context, { todo, first: 'ask' }),
      );
    }
    case 'command':
      return show([say(locale, 'command'), say(locale, 'commandHow', { dockerfile })], usual);
    case 'name':
      return show([say(locale, 'name'), say(locale, 'nameHow')], usual);
    case 'link':
      return show([say(locale, 'link'), say(locale, 'linkHow', { dockerfile })], usual);
    case 'fragment':
      return show([say(locale, 'othersPiece'), say(locale, 'othersPieceHow', { dockerfile })], usual);
    default: {
      if (reading.problems.some(({ kind }) => kind === 'picture'))
        return show(
          [say(locale, 'picture'), say(locale, 'pictureHow', { dockerfile })],
          [
            primary({ kind: 'explain-form' }, say(locale, 'explain')),
            button({ kind: 'check-form' }, say(locale, 'check')),
            button(askPress(guild.id), say(locale, 'ask')),
          ],
          // The answer already says that a picture cannot be read.
          reading.problems.filter(({ kind }) => kind !== 'picture'),
        );
      const { components, ...rest } = nothingToCheck(locale, reading.problems, context);
      return { ...rest, components: [...components, row(usual)] };
    }
  }
}

/** The answer to a message without text and files, such as a sticker: what to send, and what to do next. */
export const notUnderstood = (locale: Locale, context: LessonContext): Message => {
  const how = say(locale, 'lostHow', { dockerfile: code(context.names.dockerfile, 60) });
  return {
    components: [container('calm', [text(`${say(locale, 'lost')}\n${how}`)]), row(waysOn(locale, context))],
  };
};

/** The buttons that every answer has: the check, a hint (`todo`: the one that was named), a human. */
export function waysOn(
  locale: Locale,
  { guild, lesson }: Pick<LessonContext, 'guild' | 'lesson'>,
  wanted: { readonly todo?: number | null; readonly first?: 'ask' } = {},
): Parameters<typeof row>[0] {
  const named = wanted.todo ?? null;
  const todo = named ?? lesson.todos[0]?.n ?? null;
  const label = named === null ? say(locale, 'firstHint') : say(locale, 'hint', { n: named });
  const hint = todo === null ? [] : [button({ kind: 'hint', todo, guild: guild.id }, label)];
  const check = { kind: 'check-form' } as const;
  if (wanted.first !== 'ask')
    return [primary(check, say(locale, 'check')), ...hint, button(askPress(guild.id), say(locale, 'ask'))];
  const ask = primary(askPress(guild.id), say(locale, 'ask'));
  return [ask, ...hint, button(check, say(locale, 'check'))];
}

/** The TODO that a text names, if the lesson has it. */
function todoIn(words: string, lesson: Lesson): number | null {
  const named = /\btodo\s{0,3}#?\s{0,3}(\d{1,3})\b/i.exec(words.slice(0, 1_000))?.[1];
  return lesson.todos.find(({ n }) => String(n) === named)?.n ?? null;
}
