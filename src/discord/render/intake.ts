import type { FileNames, IntakeResult } from '../../intake/intake-result.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { fileProblemLines, nothingToCheck } from './file-problems.ts';
import { button, container, type Message, primary, row, text } from './message.ts';
import { code } from './quote.ts';

const say = words('intake', {
  en: {
    greeting: '### Hello! 👋',
    greetingHow:
      'Send me your {{dockerfile}} and I look at it at once. `/hint` helps with a TODO, `/help` shows the rest.',
    question: '### That sounds like a question',
    questionHow:
      'I am good with files, and not with questions in words. So I bring yours to a teaching assistant if you like. `/hint` helps with a TODO, and whatever you put into your {{dockerfile}} I check at once.',
    about:
      'About {{line}}: put it into your {{dockerfile}} and send me all of it, then I can say whether it is right there.',
    command: '### That is a command for your own terminal',
    commandHow:
      'Type it there, in the folder with your {{dockerfile}}. What it prints, a teaching assistant can look at with you. Your files I can check at once.',
    name: '### That is the name of a file',
    nameHow:
      'Its content did not come along. Attach the file itself, or paste what is in it between lines of three backticks.',
    link: '### I do not open links',
    linkHow: 'Paste the content of your {{dockerfile}} between lines of three backticks, or attach the file.',
    othersPiece: '### Some lines of a file',
    othersPieceHow: 'I check whole files: a {{dockerfile}} that begins with `FROM`.',
    check: 'Check my files',
    ask: 'Ask a teaching assistant',
    hint: 'Hint for TODO {{n}}',
  },
});

/** What an answer needs to know of the one who asks. */
interface LessonContext {
  readonly guild: { readonly id: string };
  readonly lesson: Lesson;
  readonly names: FileNames;
}

/** The answer to what is no whole file: what it was taken for, and the ways on. Nothing of it is remembered. */
export function intakeMessage(
  locale: Locale,
  reading: IntakeResult,
  { guild, lesson, names }: LessonContext,
): Message {
  const dockerfile = code(names.dockerfile, 60);
  const todo = 'text' in reading ? todoIn(reading.text, lesson) : null;
  const ways = {
    check: button({ kind: 'check-form' }, say(locale, 'check')),
    ask: primary({ kind: 'ask', submission: 's0', guild: guild.id }, say(locale, 'ask')),
    hint:
      todo === null
        ? []
        : [button({ kind: 'hint', todo, guild: guild.id }, say(locale, 'hint', { n: todo }))],
  };
  const problems = fileProblemLines(locale, reading.problems);
  const show = (lines: readonly string[], buttons: Parameters<typeof row>[0]): Message => ({
    components: [container('calm', [text([...lines, ...problems].join('\n'))]), row(buttons)],
  });
  switch (reading.kind) {
    case 'greeting':
      return show([say(locale, 'greeting'), say(locale, 'greetingHow', { dockerfile })], [ways.check]);
    case 'question': {
      const about =
        reading.about === null
          ? []
          : [say(locale, 'about', { line: code(reading.about.text.trim(), 120), dockerfile })];
      return show(
        [say(locale, 'question'), say(locale, 'questionHow', { dockerfile }), ...about],
        [ways.ask, ...ways.hint, ways.check],
      );
    }
    case 'command':
      return show(
        [say(locale, 'command'), say(locale, 'commandHow', { dockerfile })],
        [ways.check, ways.ask],
      );
    case 'name':
      return show([say(locale, 'name'), say(locale, 'nameHow')], [ways.check]);
    case 'link':
      return show([say(locale, 'link'), say(locale, 'linkHow', { dockerfile })], [ways.check]);
    case 'fragment':
      return show([say(locale, 'othersPiece'), say(locale, 'othersPieceHow', { dockerfile })], [ways.check]);
    default:
      return nothingToCheck(locale, reading.problems, names);
  }
}

/** The TODO that somebody names, if the lesson has it. */
function todoIn(words: string, lesson: Lesson): number | null {
  const named = /\btodo\s{0,3}#?\s{0,3}(\d{1,3})\b/i.exec(words.slice(0, 1_000))?.[1];
  return lesson.todos.find(({ n }) => String(n) === named)?.n ?? null;
}
