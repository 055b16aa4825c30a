import type { TodoResult } from '../../../check/model/report.ts';
import { ruleOfAim } from '../../../check/wording.ts';
import type { InstructionRow, Lesson, Todo } from '../../../lesson/lesson.ts';
import type { Aim } from '../../../lesson/manifest/manifest.ts';
import { type Locale, translate, words } from '../../../wording/wording.ts';
import { marks, placeText } from '../check/check-parts.ts';
import type { HintRung } from '../custom-id.ts';
import { button, container, cut, type Message, primary, row, text } from '../message.ts';
import { codeBlock, translateSafely } from '../quote.ts';
import { gapLines } from './hint-gap.ts';

const say = words('hint-rungs', {
  en: {
    concept: 'Why?',
    question: 'A question',
    state: 'My file',
    gap: 'Fill in',
    title: '### TODO {{n}} · {{rung}}',
    instruction: '**{{instruction}}**: {{purpose}}',
    now: '**Your file now**',
    needed: '**What is needed**',
    done: 'This one is done. {{mark}}',
    noFile: 'I have no file of yours yet. Send it, and I tell you whether this one is done.',
    notKnown: 'I cannot tell from your files whether this one is done.',
    fill: 'Put the right words into the gaps:',
    hint: 'Hint for TODO {{n}}',
    send: 'Send my files',
    'ask-installer-available':
      'Which line is the first one that calls `uv`? And where does `uv` come from before that line?',
    'ask-dependencies-copied-first':
      'You change one line of your code and build again. Which files does the step that installs the packages really need?',
    'ask-dependencies-installed':
      'When should Django get into the image: while it is built, or at each start of a container? Which step does that?',
    'ask-exact-versions':
      'Somebody builds your image in a month. What makes sure that they get the versions that you have today?',
    'ask-project-directory': 'In which folder does your container start? And in which one is `manage.py`?',
    'ask-entrypoint-script':
      'What has to be so before Linux runs a script in the image: where is it, and what may it do?',
    'ask-entrypoint-used': 'When somebody types `docker run`, how does Docker know what to start?',
  },
});

/** The status of a TODO in the remembered files. There may be no files, or files that do not determine it. */
export type TodoStanding =
  | { readonly kind: 'no-files' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'known'; readonly result: TodoResult };

interface RungContext {
  readonly guild: string;
  readonly lesson: Lesson;
  readonly todo: Todo;
}

/** The steps available for a TODO, in order, before its answer. */
export function rungsOf(locale: Locale, lesson: Lesson, todo: Todo): readonly HintRung[] {
  return [
    ...(conceptOf(locale, lesson, todo) === null ? [] : (['concept'] as const)),
    ...(questionOf(locale, lesson, todo) === null ? [] : (['question'] as const)),
    ...(manifestTodo(lesson, todo) === undefined ? [] : (['state'] as const)),
    ...(gapOf(lesson, todo) === null ? [] : (['gap'] as const)),
  ];
}

export const rungButtons = (
  locale: Locale,
  { guild, lesson, todo }: RungContext,
  but: HintRung | null = null,
) =>
  rungsOf(locale, lesson, todo)
    .filter((rung) => rung !== but)
    .map((rung) => button({ kind: 'rung', todo: todo.n, rung, guild }, say(locale, rung)));

/** One step towards the answer. */
export function rungMessage(
  locale: Locale,
  context: RungContext,
  rung: HintRung,
  standing: TodoStanding,
): Message {
  const { guild, lesson, todo } = context;
  const title = say(locale, 'title', { n: todo.n, rung: say(locale, rung) });
  const lines = rungLines(locale, lesson, todo, rung, standing);
  const sends = rung === 'state' && standing.kind === 'no-files';
  return {
    components: [
      container('calm', [text(cut([title, ...lines].join('\n'), 1_500))]),
      row([
        ...(sends ? [primary({ kind: 'check-form' }, say(locale, 'send'))] : []),
        ...rungButtons(locale, context, rung),
        button({ kind: 'hint', todo: todo.n, guild }, say(locale, 'hint', { n: todo.n })),
      ]),
    ],
  };
}

function rungLines(
  locale: Locale,
  lesson: Lesson,
  todo: Todo,
  rung: HintRung,
  standing: TodoStanding,
): readonly string[] {
  switch (rung) {
    case 'concept':
      return [conceptOf(locale, lesson, todo) ?? ''];
    case 'question':
      return [questionOf(locale, lesson, todo) ?? ''];
    case 'state':
      return stateLines(locale, lesson, todo, standing);
    case 'gap':
      return [say(locale, 'fill'), gapOf(lesson, todo) ?? ''];
  }
}

const manifestTodo = ({ manifest }: Lesson, { n }: Todo) => manifest?.todos.find((todo) => todo.n === n);
const aimsOf = (lesson: Lesson, todo: Todo): readonly Aim[] => manifestTodo(lesson, todo)?.aims ?? [];

/** The manifest's text, else why the rule for the TODO's first aim exists, else the lesson's description of the instruction. */
function conceptOf(locale: Locale, lesson: Lesson, todo: Todo): string | null {
  const written = manifestTodo(lesson, todo)?.rungs?.concept;
  if (written !== undefined) return written;
  const [aim] = aimsOf(lesson, todo);
  if (aim !== undefined) return translate(locale, { page: `rule-${ruleOfAim[aim]}`, key: 'why', values: {} });
  const row = instructionOf(lesson, todo);
  return row === null
    ? null
    : say(locale, 'instruction', { instruction: row.instruction, purpose: row.purpose });
}

/** The entry in the lesson's table for the instruction that the answer begins with. */
function instructionOf({ instructions }: Lesson, { hint }: Todo): InstructionRow | null {
  const [line = ''] = gapLines(hint ?? '');
  const word = line.split(' ', 1)[0]?.toUpperCase() ?? '';
  return (
    instructions.find(({ instruction }) => instruction.replaceAll('`', '').toUpperCase() === word) ?? null
  );
}

/** The manifest's question, else the one in the lesson's TODO comment, else the standard question for the TODO's first aim. */
function questionOf(locale: Locale, lesson: Lesson, todo: Todo): string | null {
  const written = manifestTodo(lesson, todo)?.rungs?.question;
  if (written !== undefined) return written;
  const nudge = todo.nudges.find((line) => line.trimEnd().endsWith('?'));
  if (nudge !== undefined) return nudge;
  const [aim] = aimsOf(lesson, todo);
  return aim === undefined ? null : say(locale, `ask-${aim}`);
}

/** The student's current state compared to the required one. */
function stateLines(locale: Locale, lesson: Lesson, todo: Todo, standing: TodoStanding): readonly string[] {
  if (standing.kind === 'no-files') return [say(locale, 'noFile')];
  const needed = aimsOf(lesson, todo).map((aim) =>
    translate(locale, { page: 'check-todos', key: aim, values: {} }),
  );
  const neededLines = needed.length === 0 ? [] : [say(locale, 'needed'), ...needed];
  if (standing.kind === 'unknown') return [say(locale, 'notKnown'), ...neededLines];
  const { status, message, file, line, mark } = standing.result;
  if (status === 'done')
    return [say(locale, 'done', { mark: marks.done }), translateSafely(locale, message, 300)];
  const place = placeText(locale, file, line ?? mark ?? null);
  return [
    say(locale, 'now'),
    translateSafely(locale, message, 400),
    ...(place === '' ? [] : [`-# ${place}`]),
    ...neededLines,
  ];
}

/** The manifest's text, else the answer's lines with their decisive words blanked out. */
function gapOf(lesson: Lesson, todo: Todo): string | null {
  const written = manifestTodo(lesson, todo)?.rungs?.gap;
  if (written !== undefined) return codeBlock(written.split('\n'), '', 600);
  const lines = gapLines(todo.hint ?? '');
  return lines.length === 0 ? null : codeBlock(lines, '', 600);
}
