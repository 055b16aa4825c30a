import type { Command } from 'commander';
import colors from 'picocolors';
import type { Lesson, Todo } from '../lesson/lesson.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { chosenLesson, lessonOption } from './chosen-lesson.ts';
import { CommandError } from './command-error.ts';
import { printJson, printText } from './output.ts';
import { terminalMarkdown } from './terminal-markdown.ts';

const say = words('cli-hint', {
  en: {
    about: 'Show the hint for one TODO: the nudges first, then the answer',
    number: 'The number of the TODO',
    json: 'Print JSON',
    title: 'TODO {{n}}: {{title}}',
    answer: 'The answer',
    noAnswer: 'The lesson gives no answer for this one. The lines above are all there is.',
    next: 'Next: dockhand hint {{n}}',
    notNumber: '"{{given}}" is not the number of a TODO. {{known}}',
    noSuch: 'There is no TODO {{n}} in "{{lesson}}". {{known}}',
    known: 'It has: {{list}}.',
    none: 'The lesson "{{lesson}}" has no TODOs at all.',
  },
});

interface HintOptions {
  readonly lesson?: string;
  readonly json?: boolean;
}

/** Adds `dockhand hint`. */
export function register(program: Command): void {
  program
    .command('hint')
    .description(say(operatorLocale, 'about'))
    .argument('<n>', say(operatorLocale, 'number'))
    .option(...lessonOption)
    .option('--json', say(operatorLocale, 'json'))
    .action(async (given: string, options: HintOptions) => {
      const { lesson } = await chosenLesson(options.lesson);
      const todo = todoNamed(lesson, given);
      if (options.json) {
        const { n, title, nudges, hint } = todo;
        printJson({ lesson: lesson.slug, todo: n, title, nudges, hint });
      } else printText(hintText(lesson, todo));
    });
}

function todoNamed(lesson: Lesson, given: string): Todo {
  const number = /^\s*(?:todo\s*)?#?(\d{1,4})\s*$/i.exec(given)?.[1];
  const todo = lesson.todos.find(({ n }) => n === Number(number));
  if (number !== undefined && todo !== undefined) return todo;
  const list = lesson.todos.map(({ n }) => n).join(', ');
  const known =
    list === ''
      ? say(operatorLocale, 'none', { lesson: lesson.slug })
      : say(operatorLocale, 'known', { list });
  throw new CommandError(
    number === undefined
      ? say(operatorLocale, 'notNumber', { given, known })
      : say(operatorLocale, 'noSuch', { n: Number(number), lesson: lesson.slug, known }),
    'DOCKHAND_USAGE',
  );
}

function hintText(lesson: Lesson, { n, title, nudges, hint }: Todo): string {
  const next = lesson.todos[lesson.todos.findIndex((todo) => todo.n === n) + 1];
  return [
    colors.bold(say(operatorLocale, 'title', { n, title })),
    ...(nudges.length === 0 ? [] : ['', ...nudges.map((nudge) => `  ${nudge}`)]),
    '',
    ...(hint === null
      ? [colors.dim(say(operatorLocale, 'noAnswer'))]
      : [colors.bold(say(operatorLocale, 'answer')), '', indented(terminalMarkdown(hint))]),
    ...(next === undefined ? [] : ['', colors.dim(say(operatorLocale, 'next', { n: next.n }))]),
  ].join('\n');
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((row) => (row === '' ? '' : `  ${row}`))
    .join('\n');
