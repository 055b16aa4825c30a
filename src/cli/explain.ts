import { readFile, stat } from 'node:fs/promises';
import { buffer as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import colors from 'picocolors';
import { type Explanation, explain } from '../explain/explain.ts';
import { type Explained, explained, sayPhase } from '../explain/explained.ts';
import { terminalText } from '../explain/sent.ts';
import { termNamed, termsLike } from '../explain/terms/index.ts';
import { termName } from '../explain/terms/term-name.ts';
import type { Lesson } from '../lesson/lesson.ts';
import { operatorLocale, translate, words } from '../wording/wording.ts';
import { chosenLesson, lessonOption } from './chosen-lesson.ts';
import { CommandError } from './command-error.ts';
import { printJson, printText } from './output.ts';

const say = words('cli-explain', {
  en: {
    about: 'Explain an error message or a term',
    what: 'A file with what the terminal printed, or a term like `layer`; standard input when absent',
    json: 'Print JSON',
    exit: 'Exit code: 0 known, 1 not known, 2 cannot be read.',
    noFile: '{{path}}: there is no such file that I can read.',
    noTerm: '"{{asked}}" is neither a file nor a term that I know.',
    near: 'Terms like it: {{list}}',
    line: 'line {{line}}',
    hint: 'TODO {{n}} is about this: dockhand hint {{n}}',
    next: 'Next:',
  },
});

interface ExplainOptions {
  readonly lesson?: string;
  readonly json?: boolean;
}

/** Adds `dockhand explain`. */
export function register(program: Command): void {
  program
    .command('explain')
    .description(say(operatorLocale, 'about'))
    .argument('[file...]', say(operatorLocale, 'what'))
    .option(...lessonOption)
    .option('--json', say(operatorLocale, 'json'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action(async (named: readonly string[], options: ExplainOptions) => {
      const { lesson } = await chosenLesson(options.lesson);
      const asked = named.join(' ');
      const explanation = await explanationOf(asked);
      const found = explained(explanation, lesson);
      if (options.json === true) printJson(explainJson(found, lesson));
      else printText(explainText(found, asked));
      process.exitCode = found.kind === 'unknown' ? 1 : 0;
    });
}

/** Explains the argument: a term, a file or the text on standard input. */
async function explanationOf(asked: string): Promise<Explanation> {
  if (asked === '' || asked === '-') return explain(terminalText('', await readAll(process.stdin)));
  if (await isFile(asked)) return explain(terminalText(asked, await readFile(asked)));
  const term = termNamed(asked);
  if (term !== null) return { kind: 'term', id: term.id };
  if (/[\\/]|\.(?:txt|log|out|md)$/.test(asked) && !asked.includes(' '))
    throw new CommandError(say(operatorLocale, 'noFile', { path: asked }), 'DOCKHAND_USAGE');
  return explain(asked);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );

/** An explanation in the command's JSON format, which must stay stable because other tools read it. */
export function explainJson(found: Explained, lesson: Lesson | null): unknown {
  const todo = found.kind === 'unknown' ? null : found.todo;
  const own = { todo: todo?.n ?? null, hint: todo?.hint ?? null };
  if (found.kind === 'term') {
    const { term } = found;
    return {
      ...{ kind: `term:${term.id}`, decisive: null, line: null, phase: null },
      cause: translate(operatorLocale, term.say.later('what')),
      cure: translate(operatorLocale, term.say.later('more')),
      next: term.example === '' ? null : term.example,
      concept: term.id,
      ...own,
    };
  }
  return {
    kind: found.kind === 'error' ? `error:${found.id}` : null,
    decisive: found.decisive?.text ?? null,
    line: found.decisive?.line ?? null,
    phase: found.phase,
    cause: found.kind === 'error' ? translate(operatorLocale, found.cause) : null,
    cure: translate(operatorLocale, found.cure),
    next: translate(operatorLocale, found.next),
    concept: found.kind === 'error' ? (found.concept?.id ?? null) : null,
    ...(lesson === null ? { todo: null, hint: null } : own),
  };
}

function explainText(found: Explained, asked: string): string {
  if (found.kind === 'term') return termText(found);
  const { decisive } = found;
  if (decisive === null && asked !== '') return nothingLike(asked);
  const where =
    decisive === null ? [] : [colors.red(decisive.text), colors.dim(placeOf(found, decisive.line)), ''];
  const concept = found.kind === 'error' ? found.concept : null;
  return [
    ...where,
    colors.bold(translate(operatorLocale, found.cause)),
    translate(operatorLocale, found.cure),
    ...(concept === null ? [] : ['', colors.dim(translate(operatorLocale, concept.say.later('what')))]),
    ...(decisive === null
      ? []
      : ['', `${say(operatorLocale, 'next')} ${colors.cyan(translate(operatorLocale, found.next))}`]),
    ...(found.kind === 'error' && found.todo !== null
      ? [say(operatorLocale, 'hint', { n: found.todo.n })]
      : []),
  ].join('\n');
}

const placeOf = ({ phase }: Extract<Explained, { phase: unknown }>, line: number): string =>
  [say(operatorLocale, 'line', { line }), ...(phase === null ? [] : [sayPhase(operatorLocale, phase)])].join(
    ', ',
  );

function termText({ term, beside }: Extract<Explained, { kind: 'term' }>): string {
  const terms = beside === null ? [term] : [term, beside];
  return terms
    .map(({ say: said, example }) =>
      [
        colors.bold(translate(operatorLocale, said.later('what'))),
        translate(operatorLocale, said.later('more')),
        ...(example === '' ? [] : ['', ...example.split('\n').map((line) => `    ${colors.cyan(line)}`)]),
      ].join('\n'),
    )
    .join('\n\n');
}

function nothingLike(asked: string): string {
  const near = termsLike(asked.split(' ')[0] ?? '').slice(0, 8);
  const list = near.map((term) => termName(operatorLocale, term)).join(', ');
  return [
    say(operatorLocale, 'noTerm', { asked }),
    ...(list === '' ? [] : [say(operatorLocale, 'near', { list })]),
  ].join('\n');
}
