import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { CheckReport, Finding, Severity } from '../../check/report.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { chooseFitting, type MessagePart, sizeOf } from './budget.ts';
import type { CheckResult } from './check-result.ts';
import { hasHint, placeText, todoParts } from './check-todos.ts';
import { fileProblemLines } from './file-problems.ts';
import { filesLine } from './files.ts';
import { type Accent, button, container, cut, divider, type Message, primary, row, text } from './message.ts';
import { code, quote, translateSafely } from './quote.ts';

const say = words('check', {
  en: {
    title: '### {{done}} of {{of}} TODOs done',
    unreadTitle: '### Docker cannot read line {{line}}',
    stepTitle: '### The build stops at line {{line}}',
    noTodos: '### What Docker itself would say',
    othersTitle: '-# Someone else’s message: I only looked. It changes nobody’s remembered files.',
    ready: 'Everything this lesson asks for is there. The full verification builds it and runs it for real.',
    notReady: 'Not there yet: the full verification would fail. The lines below say why.',
    behind_one: '-# Docker stops at the first line that it cannot read. Then line {{list}} comes.',
    behind_other: '-# Docker stops at the first line that it cannot read. Then lines {{list}} come.',
    behind: 'see behind_one and behind_other',
    soFar: '{{done}} of {{of}} TODOs are done.',
    unknown: 'Whether it will really run I cannot tell from this alone.',
    wanted: 'Send me {{list}} too, and I can tell more.',
    findings: '**Also worth a look**',
    more: 'use `dockhand check` for the whole list',
    more_one: '-# …and one more thing, less important than these.',
    more_other: '-# …and {{count}} more things, less important than these.',
    verify: 'Full verification',
    firstHint: 'Hint for TODO {{n}}',
    again: 'Send other files',
    remember: '-# From now on I remember this.',
    takeBack: 'Take that back',
    line: '-# Line {{from}} of the {{path}} that I remember: this is how all of it stands.',
    lines: '-# Lines {{from}} to {{to}} of the {{path}} that I remember: this is how all of it stands.',
  },
});

const severities: Readonly<Record<Severity, string>> = { error: '🔴', warning: '🟡', advice: '🔵' };

const mostFindings = 15;
/** Advice beyond this is only counted: who still has a TODO open would not read it. */
const mostAdvice = 5;

/** The answer of the instant check: what to mend first, the TODOs, what else was found, which files it is about. */
export function checkMessage(locale: Locale, result: CheckResult): Message {
  const { report } = result;
  const first = nextTodo(result);
  const ways = waysOn(locale, result, first);
  // The bottom row names the first problem's hint, so that TODO has no second button with the same custom id.
  const todos = todoParts(locale, result, first);
  const others = report.findings.filter((finding) => !isBlocker(report, finding));
  const graver = others.filter(({ severity }) => severity !== 'advice').length;
  const shown = report.blocker?.kind === 'unread' ? 0 : Math.min(mostFindings, graver + mostAdvice);
  const findings = others.slice(0, shown).map((finding) => findingPiece(locale, finding));
  const problems = fileProblemLines(locale, result.problems);
  // What would settle something is asked for at the top already.
  const alsoAbsent = result.absent.filter((path) => !report.wanted.includes(path));
  const remember = result.change === null ? [] : [say(locale, 'remember')];
  const files = [filesLine(locale, result.used, alsoAbsent), ...remember].join('\n').trim();
  const pieces: MessagePart[] = [
    { rank: 0, components: [text(heading(locale, result))] },
    ...todos,
    ...(findings.length === 0 ? [] : [{ rank: 3, components: [divider(), text(say(locale, 'findings'))] }]),
    ...findings,
    ...(problems.length === 0
      ? []
      : [{ rank: 2, components: [divider(), text(cut(problems.join('\n'), 900))] }]),
    ...(files === '' ? [] : [{ rank: 0, components: [divider(), text(files)] }]),
  ];
  const frame = ways.length === 0 ? { components: 1, characters: 0 } : sizeOf(row(ways));
  // One component for the container around it, one line for "and n more".
  const fitted = chooseFitting(pieces, {
    components: frame.components + 2,
    characters: frame.characters + 160,
  });
  const unshown =
    others.length - findings.length + fitted.left.filter((piece) => findings.includes(piece)).length;
  const more = unshown > 0 ? [text(say(locale, 'more', { count: unshown }))] : [];
  return {
    components: [
      container(accentOf(report), joined([...fitted.components, ...more])),
      ...(ways.length === 0 ? [] : [row(ways)]),
    ],
  };
}

/** The TODO whose hint helps next: that of what stops the build, else the first that is open. */
function nextTodo(result: CheckResult): number | null {
  const { blocker, todos } = result.report;
  const open = todos.find(({ status }) => status === 'wrong' || status === 'missing');
  const next = blocker === null ? (open?.n ?? null) : (blocker.todo ?? null);
  return next !== null && hasHint(result, next) ? next : null;
}

function waysOn(locale: Locale, { report, guild, own, change }: CheckResult, first: number | null) {
  const verify = say(locale, 'verify');
  return [
    ...(own
      ? [
          report.ready === false
            ? button({ kind: 'verify', guild }, verify)
            : primary({ kind: 'verify', guild }, verify),
        ]
      : []),
    ...(first === null
      ? []
      : [button({ kind: 'hint', todo: first, guild }, say(locale, 'firstHint', { n: first }))]),
    ...(own ? [button({ kind: 'check-form' }, say(locale, 'again'))] : []),
    ...(change === null ? [] : [button({ kind: 'take-back', change }, say(locale, 'takeBack'))]),
  ];
}

const isBlocker = ({ blocker }: CheckReport, { rule, file, line }: Finding): boolean =>
  blocker !== null && blocker.rule === rule && blocker.file === file && blocker.line === line;

/** What is not known is `unknown`, for instance because a file is missing. */
function readinessOf({ ready }: CheckReport): 'ready' | 'notReady' | 'unknown' {
  if (ready === true) return 'ready';
  return ready === false ? 'notReady' : 'unknown';
}

const accentsByReadiness = { ready: 'good', notReady: 'wrong', unknown: 'waiting' } as const;

const accentOf = (report: CheckReport): Accent => accentsByReadiness[readinessOf(report)];

function heading(locale: Locale, result: CheckResult): string {
  const { report, own, lines: sent } = result;
  const { todos, wanted } = report;
  const sure = say(locale, readinessOf(report));
  const lines = [
    ...title(locale, report),
    ...(own ? [] : [say(locale, 'othersTitle')]),
    ...(sent === null
      ? []
      : [say(locale, sent.from === sent.to ? 'line' : 'lines', { ...sent, path: code(sent.path, 60) })]),
    ...(todos.length === 0 || report.blocker !== null ? [] : [sure]),
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

/** What stops the build comes first, once; else how far the student is. */
function title(locale: Locale, report: CheckReport): readonly string[] {
  const { blocker, todos } = report;
  const done = todos.filter((todo) => todo.status === 'done').length;
  if (blocker === null)
    return [todos.length === 0 ? say(locale, 'noTodos') : say(locale, 'title', { done, of: todos.length })];
  const behind = report.findings
    .filter((finding) => finding.severity === 'error' && !isBlocker(report, finding) && finding.line !== null)
    .map((finding) => finding.line);
  const unread = blocker.kind === 'unread';
  return [
    say(locale, unread ? 'unreadTitle' : 'stepTitle', { line: blocker.line }),
    translateSafely(locale, blocker.message, 500),
    `-# ${placeText(locale, blocker.file, blocker.line)} · ${ruleText(blocker)}`,
    ...(unread && behind.length > 0
      ? [say(locale, 'behind', { count: behind.length, list: behind.slice(0, 8).join(', ') })]
      : []),
    ...(unread || todos.length === 0 ? [] : [say(locale, 'soFar', { done, of: todos.length })]),
  ];
}

/** A rule's name, with a page that says more where there is one. */
const ruleText = ({ rule, url }: { readonly rule: string; readonly url: string | null }): string =>
  url === null ? code(rule, 50) : `[${quote(rule, 50)}](<${url}>)`;

const ranks: Readonly<Record<Severity, number>> = { error: 3, warning: 4, advice: 5 };

function findingPiece(locale: Locale, finding: Finding): MessagePart {
  const where = placeText(locale, finding.file, finding.line);
  const words = translateSafely(locale, finding.message, 300);
  return {
    rank: ranks[finding.severity],
    components: [text(`${severities[finding.severity]} ${words}\n-# ${where} · ${ruleText(finding)}`)],
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
