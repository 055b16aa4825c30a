import { type Explained, sayPhase } from '../../explain/explained.ts';
import { termsLike } from '../../explain/terms/index.ts';
import type { Term } from '../../explain/terms/term.ts';
import { termName } from '../../explain/terms/term-name.ts';
import type { Todo } from '../../lesson/lesson.ts';
import { type Locale, translate, words } from '../../wording/wording.ts';
import { askPress } from './ask.ts';
import { button, container, type Message, primary, row, text } from './message.ts';
import { code, codeBlock, quote, translateSafely } from './quote.ts';

const say = words('explain', {
  en: {
    found: '### What went wrong',
    notice: '### Nothing has failed here',
    unknown: '### That is what Docker or a program said',
    nothing: '### I see no error in this',
    line: 'Line {{line}}',
    cure: '**To do:** {{cure}}',
    next: '**Then type:**',
    term: '### {{name}}',
    noTerm: '### I do not know “{{asked}}”',
    noTermHow:
      'Choose a term while you type it, or leave it empty: then a form opens for what your terminal printed.',
    near: 'Terms like it: {{list}}',
    hint: 'Hint for TODO {{n}}',
    what: 'What is {{name}}?',
    ask: 'Ask a human',
    check: 'Check my files',
    verify: 'Full verification',
    paste: 'Paste an error message',
  },
});

/** How an answer refers to lines of the text. If only a part of it was examined, line numbers are meaningless. */
interface ExplainContext {
  readonly guild: string;
  readonly numbered: boolean;
}

const hintButton = (locale: Locale, todo: Todo | null, guild: string) =>
  todo === null ? [] : [primary({ kind: 'hint', todo: todo.n, guild }, say(locale, 'hint', { n: todo.n }))];

/** An error or a term explained: what it is, one cause, one thing to do. Fits on a phone screen. */
export function explainMessage(locale: Locale, found: Explained, context: ExplainContext): Message {
  if (found.kind === 'term') return termMessage(locale, found, context.guild);
  return found.kind === 'error'
    ? errorMessage(locale, found, context)
    : unknownMessage(locale, found, context);
}

function decisiveLines(
  locale: Locale,
  { decisive, phase }: Extract<Explained, { readonly decisive: unknown }>,
  numbered: boolean,
): readonly string[] {
  if (decisive === null) return [];
  const place = [
    ...(numbered ? [say(locale, 'line', { line: decisive.line })] : []),
    ...(phase === null ? [] : [sayPhase(locale, phase)]),
  ];
  return [codeBlock([decisive.text], '', 240), ...(place.length === 0 ? [] : [`-# ${place.join(' · ')}`])];
}

function errorMessage(
  locale: Locale,
  found: Extract<Explained, { readonly kind: 'error' }>,
  { guild, numbered }: ExplainContext,
): Message {
  const { concept } = found;
  const lines = [
    say(locale, found.rank === 'notice' ? 'notice' : 'found'),
    ...decisiveLines(locale, found, numbered),
    translateSafely(locale, found.cause),
    say(locale, 'cure', { cure: translateSafely(locale, found.cure) }),
    say(locale, 'next'),
    codeBlock([translate(locale, found.next)], '', 200),
  ];
  return {
    components: [
      container('waiting', [text(lines.join('\n'))]),
      row([
        ...hintButton(locale, found.todo, guild),
        ...(concept === null ? [] : [termButton(locale, concept)]),
        button(askPress(guild), say(locale, 'ask')),
      ]),
    ],
  };
}

const termButton = (locale: Locale, term: Term) =>
  button({ kind: 'term', term: term.id }, say(locale, 'what', { name: termName(locale, term) }));

function unknownMessage(
  locale: Locale,
  found: Extract<Explained, { readonly kind: 'unknown' }>,
  { guild, numbered }: ExplainContext,
): Message {
  const title = say(locale, found.decisive === null ? 'nothing' : 'unknown');
  const known = found.decisive === null ? [] : [translateSafely(locale, found.cause)];
  const lines = [
    title,
    ...decisiveLines(locale, found, numbered),
    ...known,
    translateSafely(locale, found.cure),
  ];
  return {
    components: [
      container('waiting', [text(lines.join('\n'))]),
      row([
        primary(askPress(guild), say(locale, 'ask')),
        button({ kind: 'check-form' }, say(locale, 'check')),
        button({ kind: 'verify', guild }, say(locale, 'verify')),
      ]),
    ],
  };
}

function termLines(locale: Locale, term: Term): readonly string[] {
  const { say: said, example } = term;
  return [
    say(locale, 'term', { name: code(termName(locale, term)) }),
    translate(locale, said.later('what')),
    translate(locale, said.later('more')),
    ...(example === '' ? [] : [codeBlock(example.split('\n'), '', 400)]),
  ];
}

function termMessage(
  locale: Locale,
  { term, beside, todo }: Extract<Explained, { readonly kind: 'term' }>,
  guild: string,
): Message {
  const lines = [term, ...(beside === null ? [] : [beside])].flatMap((each) => termLines(locale, each));
  return {
    components: [
      container('calm', [text(lines.join('\n'))]),
      row([...hintButton(locale, todo, guild), button(askPress(guild), say(locale, 'ask'))]),
    ],
  };
}

/** The text is neither a known term nor an error message. */
export function noSuchTerm(locale: Locale, asked: string): Message {
  const near = termsLike(asked)
    .slice(0, 6)
    .map((term) => code(termName(locale, term)));
  const list = near.length === 0 ? [] : [say(locale, 'near', { list: near.join(', ') })];
  const lines = [say(locale, 'noTerm', { asked: quote(asked, 80) }), ...list, say(locale, 'noTermHow')];
  return {
    components: [
      container('waiting', [text(lines.join('\n'))]),
      row([button({ kind: 'explain-form' }, say(locale, 'paste'))]),
    ],
  };
}
