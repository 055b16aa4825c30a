import type { Lesson, Todo } from '../../../lesson/lesson.ts';
import { typeset } from '../../../wording/typeset.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, type Message, primary, row, text } from '../message.ts';
import { rungButtons } from './hint-rung.ts';

const say = words('hint', {
  en: {
    title: '### TODO {{n}} · {{title}}',
    nudges: 'Try this first:',
    noNudges:
      'The lesson has no first nudge for this one. Read the instruction above once more, then open the answer.',
    answer: '**The answer** (press it to see it)',
    noAnswer:
      'The lesson gives no answer for this TODO. The nudges are all there is: try them, then send me your file and I will look.',
    cutShort: '*…the rest is in the lesson.*',
    next: 'TODO {{n}} →',
    previous: '← TODO {{n}}',
    noSuch: 'There is no TODO {{n}} in **{{lesson}}**. It has {{these}}.',
    none: '**{{lesson}}** has no TODOs, so there are no hints either.',
    these: 'TODO {{list}}',
    range: 'TODO {{first}} to {{last}}',
    show: 'Show TODO {{n}}',
    why: 'Press **Why?** once, then ask for this hint again: the answer will be here.',
    attempt: 'Try it once, and send me your file. Then ask for this hint again: the answer will be here.',
    openAnyway: 'Show the answer now',
    send: 'Send my files',
    allDone:
      '### All your TODOs are done\nThere is no hint left to give. `/hint` with a number shows any of them.',
    verify: 'Full verification',
  },
});

/** What the lesson requires before the answer is shown; `null`: nothing, it is there behind a spoiler. */
export type AnswerFold = 'why' | 'attempt' | null;

/** The hint of one TODO: nudges and steps, the answer behind a spoiler, then the buttons. */
export function hintMessage(
  locale: Locale,
  guild: string,
  lesson: Lesson,
  todo: Todo,
  fold: AnswerFold = null,
): Message {
  const at = lesson.todos.indexOf(todo);
  const previous = lesson.todos[at - 1];
  const next = lesson.todos[at + 1];
  const rungs = rungButtons(locale, { guild, lesson, todo });
  const isFolded = fold !== null && todo.hint !== null;
  const ways = [
    ...(isFolded && fold === 'attempt' ? [primary({ kind: 'check-form' }, say(locale, 'send'))] : []),
    ...(isFolded ? [button({ kind: 'hint-answer', todo: todo.n, guild }, say(locale, 'openAnyway'))] : []),
    ...(previous === undefined
      ? []
      : [button({ kind: 'hint', todo: previous.n, guild }, say(locale, 'previous', { n: previous.n }))]),
    ...(next === undefined
      ? []
      : [
          (isFolded ? button : primary)(
            { kind: 'hint', todo: next.n, guild },
            say(locale, 'next', { n: next.n }),
          ),
        ]),
  ];
  const shown = nudgesBesideAnswer(todo);
  const long = isLong(todo, shown);
  const nudges =
    shown.length === 0
      ? say(locale, 'noNudges')
      : `${long ? '' : `${say(locale, 'nudges')}\n`}${shown.map((nudge) => `> ${cut(typeset(locale, nudge), 300)}`).join('\n')}`;
  const title = say(locale, 'title', { n: todo.n, title: cut(typeset(locale, todo.title), 200) });
  return {
    components: [
      container('calm', [text(title), text(cut(nudges, 1200))]),
      ...(rungs.length === 0 ? [] : [row(rungs)]),
      ...answerParts(locale, todo, fold, !long),
      ...(ways.length === 0 ? [] : [row(ways)]),
    ],
  };
}

/** Roughly the characters on one line of a phone, and the lines that nudges and answer may take together. */
const phoneLine = 34;
const manyLines = 20;

/** Whether the hint leaves no spare line on a phone. */
const isLong = ({ hint }: Todo, nudges: readonly string[]): boolean =>
  [...nudges, ...(hint ?? '').split('\n')].reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(line.length / phoneLine)),
    0,
  ) > manyLines;

function answerParts(
  locale: Locale,
  { hint }: Todo,
  fold: AnswerFold,
  short: boolean,
): Message['components'] {
  if (hint === null) return [text(say(locale, 'noAnswer'))];
  if (fold !== null) return [text(say(locale, fold))];
  return [
    ...(short ? [text(say(locale, 'answer'))] : []),
    container('good', [text(shortened(locale, hint, 2100))], { spoiler: true }),
  ];
}

/** Every TODO is done: there is no hint to give. */
export const nothingToHint = (locale: Locale, guild: string): Message => ({
  components: [
    container('good', [text(say(locale, 'allDone'))]),
    row([primary({ kind: 'verify', guild }, say(locale, 'verify'))]),
  ],
});

/** Drops nudges that the answer repeats in its code: a phone has no room for both. */
function nudgesBesideAnswer({ nudges, hint }: Todo): readonly string[] {
  const answer = new Set((hint ?? '').split('\n').map((line) => line.trim()));
  const isRepeated = (line: string | undefined): boolean => line !== undefined && answer.has(line.trim());
  const kept = nudges.filter(
    (line, i) => !isRepeated(line) && !(line.trimEnd().endsWith(':') && isRepeated(nudges[i + 1])),
  );
  return kept.length === 0 ? nudges : kept;
}

/** Truncates a hint at a line break, closes an open code fence, and says that it is truncated. */
function shortened(locale: Locale, markdown: string, limit: number): string {
  if (markdown.length <= limit) return markdown;
  const kept = markdown.slice(0, limit).replace(/\n[^\n]*$/, '');
  const open = (kept.match(/```/g)?.length ?? 0) % 2 === 1;
  return `${kept}${open ? '\n```' : ''}\n${say(locale, 'cutShort')}`;
}

/** Lists the TODOs when the requested one does not exist. */
export function noSuchTodo(locale: Locale, guild: string, lesson: Lesson, n: number): Message {
  const numbers = lesson.todos.map((todo) => todo.n);
  const first = numbers[0];
  const last = numbers.at(-1);
  if (first === undefined || last === undefined) {
    return { components: [text(say(locale, 'none', { lesson: lesson.title }))] };
  }
  const whole = numbers.every((number, i) => number === first + i);
  const these =
    whole && numbers.length > 1
      ? say(locale, 'range', { first, last })
      : say(locale, 'these', { list: cut(numbers.join(', '), 300) });
  const nearest = numbers.reduce((best, number) =>
    Math.abs(number - n) < Math.abs(best - n) ? number : best,
  );
  return {
    components: [
      container('waiting', [text(say(locale, 'noSuch', { n, lesson: lesson.title, these }))]),
      row([primary({ kind: 'hint', todo: nearest, guild }, say(locale, 'show', { n: nearest }))]),
    ],
  };
}
