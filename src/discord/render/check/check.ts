import type { CheckReport, Finding, TodoResult } from '../../../check/model/report.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { container, cut, divider, type Message, text } from '../message.ts';
import { code, firstSentence, quote, translateSafely } from '../quote.ts';
import { buttonRows } from './check-buttons.ts';
import { todoHead } from './check-details.ts';
import { isShownAsNext, type NextStep, nextStep, placeOfNext, todoOf } from './check-next.ts';
import { accentOf, countOfTodos, placeText, severities } from './check-parts.ts';
import type { CheckResult } from './check-result.ts';
import { fileProblemLines } from './file-problems.ts';
import { filesLine } from './files.ts';

const say = words('check', {
  en: {
    unreadTitle: '### Docker cannot read line {{line}}',
    stepTitle: '### The build stops at line {{line}}',
    beginTitle: '### Let’s begin: TODO {{n}} · {{title}}',
    todoTitle: '### Next: TODO {{n}} · {{title}}',
    findingTitle: '### Next: {{file}}',
    findingLineTitle: '### Next: {{file}}, line {{line}}',
    sendTitle: '### So far, so good',
    readyTitle: '### Everything is there',
    unsureTitle: '### I see nothing wrong in this',
    begin:
      'This is the file as the lesson gives it. All {{of}} TODOs are still yours to do, one after the other.',
    othersNote: '-# Someone else’s message: I only looked. It changes nobody’s remembered files.',
    ready: 'Everything this lesson asks for is there. The full verification builds it and runs it for real.',
    unknown: 'I cannot tell from this alone whether it will really run.',
    wanted: 'Send me {{list}} too, and I can tell more.',
    behind_one: '-# Docker stops at the first line that it cannot read. Then line {{list}} comes.',
    behind_other: '-# Docker stops at the first line that it cannot read. Then lines {{list}} come.',
    behind: 'see behind_one and behind_other',
    unreadTodos: '❔ TODOs: not known until line {{line}} can be read',
    unseen: '❔ TODO {{list}}: {{why}}',
    moreTodos_one: '-# …and one more TODO.',
    moreTodos_other: '-# …and {{count}} more TODOs.',
    moreTodos: 'see moreTodos_one and moreTodos_other',
    finding: '{{mark}} {{what}}',
    findingAt: '{{mark}} Line {{line}} · {{what}}',
    moreFindings_one: '-# …and one more thing.',
    moreFindings_other: '-# …and {{count}} more things.',
    moreFindings: 'see moreFindings_one and moreFindings_other',
    remember: '-# From now on I remember this.',
    fixed: '-# This changed what I remember. Make the same change in the file on your computer.',
    line: '-# That is line {{from}} of the {{path}} that I remember. I checked all of it.',
    lines: '-# Those are lines {{from}} to {{to}} of the {{path}} that I remember. I checked all of it.',
  },
});

/** Entries below the next step, one line each. */
const mostTodos = 8;
const mostFindings = 3;
/** Characters that fit on three or four lines of a phone. */
const shortLine = 100;

/** The answer of the instant check, on one phone screen: the next step, then everything else in one line each. */
export function checkMessage(locale: Locale, result: CheckResult): Message {
  const next = nextStep(result);
  const rest = restLines(locale, result, next);
  const notes = noteLines(locale, result);
  return {
    components: [
      container(accentOf(result.report), [
        text(cut(nextLines(locale, result, next).join('\n'), 1_400)),
        ...(rest.length === 0 ? [] : [divider(), text(cut(rest.join('\n'), 1_200))]),
        ...(notes.length === 0 ? [] : [divider(), text(cut(notes.join('\n'), 1_000))]),
      ]),
      ...buttonRows(locale, result, next),
    ],
  };
}

/** The next step: what to do, why, and on which line. */
function nextLines(locale: Locale, result: CheckResult, next: NextStep): readonly string[] {
  const { report } = result;
  const place = placeOfNext(next);
  const where = place === null ? [] : [`-# ${placeText(locale, place.file, place.line)}`];
  switch (next.kind) {
    case 'blocker': {
      const { kind, line, message } = next.blocker;
      const title = say(locale, kind === 'unread' ? 'unreadTitle' : 'stepTitle', { line });
      return [title, translateSafely(locale, message, 500), ...where];
    }
    case 'begin':
    case 'todo': {
      const { n, title, message } = next.todo;
      return [
        say(locale, `${next.kind}Title`, { n, title: quote(title, 80) }),
        ...(next.kind === 'begin' ? [say(locale, 'begin', { of: report.todos.length })] : []),
        translateSafely(locale, message, 400),
        ...where,
      ];
    }
    case 'finding': {
      const { file, line, message } = next.finding;
      const title = say(locale, line === null ? 'findingTitle' : 'findingLineTitle', {
        file: code(file, 60),
        line: line ?? 0,
      });
      return [title, translateSafely(locale, message, 400), ...wantedLines(locale, report)];
    }
    case 'send':
      return [
        say(locale, 'sendTitle'),
        ...(report.wanted.includes(result.names.dockerfile) ? [] : [say(locale, 'unknown')]),
        ...wantedLines(locale, report),
      ];
    case 'ready':
      return [say(locale, 'readyTitle'), say(locale, 'ready')];
    case 'unsure':
      return [say(locale, 'unsureTitle'), say(locale, 'unknown')];
  }
}

function wantedLines(locale: Locale, { wanted }: CheckReport): readonly string[] {
  if (wanted.length === 0) return [];
  const paths = wanted.slice(0, 3).map((path) => code(path, 60));
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(paths);
  return [say(locale, 'wanted', { list })];
}

/** All other findings, one line each. */
function restLines(locale: Locale, result: CheckResult, next: NextStep): readonly string[] {
  const { report } = result;
  if (report.blocker?.kind === 'unread') return linesBehind(locale, report, report.blocker.line, next);
  const findings = findingLines(locale, report, next);
  if (next.kind === 'begin') return findings;
  // Without a Dockerfile there is nothing to count.
  const count = report.wanted.includes(result.names.dockerfile) ? null : countOfTodos(locale, report);
  return [
    ...(count === null ? [] : [`**${count}**`]),
    ...todoLines(locale, result, todoOf(next)),
    ...findings,
  ];
}

/** When Docker cannot parse the file: of the lines after the error, only those that it cannot parse either are listed. */
function linesBehind(locale: Locale, report: CheckReport, line: number, next: NextStep): readonly string[] {
  const behind = report.findings
    .filter(
      (finding) => finding.severity === 'error' && !isShownAsNext(next, finding) && finding.line !== null,
    )
    .map((finding) => finding.line);
  const list = behind.slice(0, 8).join(', ');
  return [
    ...(report.todos.length === 0 ? [] : [say(locale, 'unreadTodos', { line })]),
    ...(behind.length === 0 ? [] : [say(locale, 'behind', { count: behind.length, list })]),
  ];
}

/** The open TODOs except the next one. Those that are unknown for the same reason share a line. */
function todoLines(locale: Locale, result: CheckResult, next: number | null): readonly string[] {
  const { todos, wanted } = result.report;
  const others = todos.filter(({ n, status }) => n !== next && status !== 'done');
  const unseen = others.filter(({ status }) => status === 'unknown');
  const [first] = unseen;
  const alike =
    first !== undefined && unseen.length > 1 && unseen.every(({ message }) => isSame(message, first.message));
  const own = alike ? others.filter(({ status }) => status !== 'unknown') : others;
  return [
    ...own.slice(0, mostTodos).map((todo) => todoHead(locale, todo)),
    ...(own.length > mostTodos ? [say(locale, 'moreTodos', { count: own.length - mostTodos })] : []),
    // The message already asks for the Dockerfile above.
    ...(alike && !wanted.includes(result.names.dockerfile) ? [unseenLine(locale, unseen, first)] : []),
  ];
}

const isSame = (one: TodoResult['message'], other: TodoResult['message']): boolean =>
  one.page === other.page && one.key === other.key;

function unseenLine(locale: Locale, unseen: readonly TodoResult[], { message }: TodoResult): string {
  const list = cut(unseen.map(({ n }) => n).join(', '), 60);
  return say(locale, 'unseen', { list, why: translateSafely(locale, message, 160) });
}

function findingLines(locale: Locale, report: CheckReport, next: NextStep): readonly string[] {
  const others = report.findings.filter((finding) => !isShownAsNext(next, finding));
  const left = others.length - mostFindings;
  return [
    ...others.slice(0, mostFindings).map((finding) => findingLine(locale, finding)),
    ...(left > 0 ? [say(locale, 'moreFindings', { count: left })] : []),
  ];
}

function findingLine(locale: Locale, { severity, line, message }: Finding): string {
  const what = firstSentence(locale, message, shortLine);
  return say(locale, line === null ? 'finding' : 'findingAt', {
    mark: severities[severity],
    line: line ?? 0,
    what,
  });
}

/** Notes on the checked files: whose, which ones, and which could not be read. */
function noteLines(locale: Locale, result: CheckResult): readonly string[] {
  const { lines: sent, report, used, absent, change, fixed, ofMessage, problems } = result;
  // A file that would settle an open point is already asked for at the top.
  const alsoAbsent =
    nextStep(result).kind === 'send' ? absent.filter((path) => !report.wanted.includes(path)) : absent;
  const files = filesLine(locale, used, alsoAbsent);
  return [
    ...fileProblemLines(locale, problems, 2),
    ...(ofMessage === null ? [] : [say(locale, 'othersNote')]),
    ...(sent === null
      ? []
      : [say(locale, sent.from === sent.to ? 'line' : 'lines', { ...sent, path: code(sent.path, 60) })]),
    ...(files === '' ? [] : [files]),
    ...(change === null ? [] : [say(locale, fixed ? 'fixed' : 'remember')]),
  ];
}
