import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { CheckReport, Finding, Severity, TodoResult, TodoStatus } from '../../check/report.ts';
import { type Locale, words } from '../../wording/wording.ts';
import type { Looked } from '../looked.ts';
import { chooseFitting, type Piece, sizeOf } from './budget.ts';
import { filesLine } from './files.ts';
import {
  type Accent,
  button,
  container,
  cut,
  line,
  type Message,
  primary,
  row,
  section,
  text,
} from './message.ts';
import { code, quote, wordSafely } from './quote.ts';
import { snagLines } from './snags.ts';

const say = words('check', {
  en: {
    title: '### {{done}} of {{of}} TODOs done',
    noTodos: '### What Docker itself would say',
    othersTitle: '-# Someone else’s message: I only looked. It changes nobody’s remembered files.',
    ready: 'Everything this lesson asks for is there. The full verification builds it and runs it for real.',
    notReady: 'Not there yet: the full verification would fail. The lines below say why.',
    unknown: 'Whether it will really run I cannot tell from this alone.',
    wanted: 'Send me {{list}} too, and I can tell more.',
    todo: '{{mark}} **TODO {{n}}** {{title}}',
    advice: '(advice)',
    place: '{{file}}, line {{line}}',
    placeFile: '{{file}}',
    hint: 'Hint {{n}}',
    findings: '**Also worth a look**',
    more: 'use `dockhand check` for the whole list',
    more_one: '-# …and one more thing, less important than these.',
    more_other: '-# …and {{count}} more things, less important than these.',
    verify: 'Full verification',
    firstHint: 'Hint for TODO {{n}}',
    again: 'Send other files',
  },
});

const marks: Readonly<Record<TodoStatus, string>> = { done: '✅', missing: '⬜', wrong: '❌', unknown: '❔' };
const severities: Readonly<Record<Severity, string>> = { error: '🔴', warning: '🟡', advice: '🔵' };

/** At most this many TODOs get a button of their own; all others are lines of text. */
const mostButtons = 6;
const mostFindings = 15;
/** Advice beyond this is only counted: who still has a TODO open would not read it. */
const mostAdvice = 5;

/** The answer of the instant check: the TODOs, what else was found, which files it is about, and the ways on. */
export function checkMessage(locale: Locale, looked: Looked): Message {
  const { report, guild, own } = looked;
  const first = report.todos.find((todo) => todo.status === 'wrong' || todo.status === 'missing');
  const ways = [
    ...(own
      ? [
          report.ready === false
            ? button({ kind: 'verify', guild }, say(locale, 'verify'))
            : primary({ kind: 'verify', guild }, say(locale, 'verify')),
        ]
      : []),
    ...(first === undefined || !hasHint(looked, first.n)
      ? []
      : [button({ kind: 'hint', todo: first.n, guild }, say(locale, 'firstHint', { n: first.n }))]),
    ...(own ? [button({ kind: 'check-form' }, say(locale, 'again'))] : []),
  ];
  // The bottom row names the first problem's hint, so that TODO has no second button with the same custom id.
  const todos = todoPieces(locale, looked, first?.n ?? null);
  const graver = report.findings.filter(({ severity }) => severity !== 'advice').length;
  const findings = report.findings
    .slice(0, Math.min(mostFindings, graver + mostAdvice))
    .map((finding) => findingPiece(locale, finding));
  const snags = snagLines(locale, looked.snags);
  // What would settle something is asked for at the top already.
  const alsoAbsent = looked.absent.filter((path) => !report.wanted.includes(path));
  const files = filesLine(locale, looked.used, alsoAbsent);
  const pieces: Piece[] = [
    { rank: 0, components: [text(heading(locale, looked))] },
    ...todos,
    ...(findings.length === 0 ? [] : [{ rank: 3, components: [line(), text(say(locale, 'findings'))] }]),
    ...findings,
    ...(snags.length === 0 ? [] : [{ rank: 2, components: [line(), text(cut(snags.join('\n'), 900))] }]),
    ...(files === '' ? [] : [{ rank: 0, components: [line(), text(files)] }]),
  ];
  const frame = ways.length === 0 ? { components: 1, characters: 0 } : sizeOf(row(ways));
  // One component for the container around it, one line for "and n more".
  const fitted = chooseFitting(pieces, {
    components: frame.components + 2,
    characters: frame.characters + 160,
  });
  const unshown =
    report.findings.length - findings.length + fitted.left.filter((piece) => findings.includes(piece)).length;
  const more = unshown > 0 ? [text(say(locale, 'more', { count: unshown }))] : [];
  return {
    components: [
      container(accentOf(report), joined([...fitted.components, ...more])),
      ...(ways.length === 0 ? [] : [row(ways)]),
    ],
  };
}

const accentOf = (report: CheckReport): Accent =>
  report.ready === true ? 'good' : report.ready === false ? 'wrong' : 'waiting';

const hasHint = (looked: Looked, n: number): boolean => looked.lesson.todos.some((todo) => todo.n === n);

function heading(locale: Locale, { report, own }: Looked): string {
  const { todos, ready, wanted } = report;
  const done = todos.filter((todo) => todo.status === 'done').length;
  const lines = [
    todos.length === 0 ? say(locale, 'noTodos') : say(locale, 'title', { done, of: todos.length }),
    ...(own ? [] : [say(locale, 'othersTitle')]),
    ...(todos.length === 0
      ? []
      : [say(locale, ready === true ? 'ready' : ready === false ? 'notReady' : 'unknown')]),
    ...(wanted.length === 0
      ? []
      : [
          say(locale, 'wanted', {
            list: wanted
              .slice(0, 5)
              .map((path) => code(path, 60))
              .join(', '),
          }),
        ]),
  ];
  return lines.join('\n');
}

/** TODOs that are not done come with what is wrong and a hint; runs of done ones share one text. */
function todoPieces(locale: Locale, looked: Looked, first: number | null): readonly Piece[] {
  const pieces: Piece[] = [];
  // Two components may not have the same custom id.
  const offered = new Set(first === null ? [] : [first]);
  const most = mostButtons + offered.size;
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) pieces.push({ rank: 2, components: [text(plain.join('\n'))] });
    plain = [];
  };
  for (const todo of looked.report.todos) {
    const words = todoText(locale, todo);
    const open = todo.status !== 'done';
    if (open && !offered.has(todo.n) && offered.size < most && hasHint(looked, todo.n)) {
      flush();
      offered.add(todo.n);
      const hint = button(
        { kind: 'hint', todo: todo.n, guild: looked.guild },
        say(locale, 'hint', { n: todo.n }),
      );
      pieces.push({ rank: 1, components: [section(words, hint)] });
    } else if (open) {
      flush();
      pieces.push({ rank: 1, components: [text(words)] });
    } else {
      plain.push(words);
      if (plain.length >= 8) flush();
    }
  }
  flush();
  return pieces;
}

function todoText(locale: Locale, todo: TodoResult): string {
  const title = cut(quote(todo.title), 80);
  const head = say(locale, 'todo', { mark: marks[todo.status], n: todo.n, title });
  if (todo.status === 'done') return head;
  const at = place(locale, todo.file, todo.line);
  const note = [...(todo.required ? [] : [say(locale, 'advice')]), ...(at === '' ? [] : [at])].join(' · ');
  return [head, wordSafely(locale, todo.message, 320), ...(note === '' ? [] : [`-# ${note}`])].join('\n');
}

function place(locale: Locale, file: string | null, at: number | null): string {
  if (file === null) return '';
  return at === null
    ? say(locale, 'placeFile', { file: code(file, 60) })
    : say(locale, 'place', { file: code(file, 60), line: at });
}

const ranks: Readonly<Record<Severity, number>> = { error: 3, warning: 4, advice: 5 };

function findingPiece(locale: Locale, finding: Finding): Piece {
  const rule =
    finding.url === null ? code(finding.rule, 50) : `[${quote(finding.rule, 50)}](<${finding.url}>)`;
  const where = place(locale, finding.file, finding.line);
  const words = wordSafely(locale, finding.message, 300);
  return {
    rank: ranks[finding.severity],
    components: [text(`${severities[finding.severity]} ${words}\n-# ${where} · ${rule}`)],
  };
}

/** Texts that follow each other become one: fewer components, and less air between lines. */
function joined(components: readonly APIComponentInContainer[]): readonly APIComponentInContainer[] {
  const out: APIComponentInContainer[] = [];
  for (const component of components) {
    const before = out.at(-1);
    if (before !== undefined && 'content' in before && 'content' in component) {
      out[out.length - 1] = { ...before, content: `${before.content}\n${component.content}` };
    } else out.push(component);
  }
  return out;
}
