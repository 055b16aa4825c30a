import type { CheckReport, Finding, Severity, TodoResult, TodoStatus } from '../../../check/model/report.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { chooseFitting, type MessagePart, sizeOf } from '../budget.ts';
import { button, container, cut, divider, type Message, rows, text } from '../message.ts';
import { quote, translateSafely } from '../quote.ts';
import { verifyButton } from './check-buttons.ts';
import { isShownAsNext, lineOf, nextStep } from './check-next.ts';
import { accentOf, countOfTodos, joined, marks, placeText, ruleText, severities } from './check-parts.ts';
import type { CheckResult } from './check-result.ts';
import { fileProblemLines } from './file-problems.ts';
import { filesLine } from './files.ts';

const say = words('check-details', {
  en: {
    title: '### Everything I see in your files',
    othersTitle: '### Everything I see in that message',
    todo: '{{mark}} **TODO {{n}}** {{title}}',
    advice: '(advice)',
    unread: 'Docker cannot read line {{line}}, so nothing is known of the TODOs yet.',
    findings: '**Also worth a look**',
    more: 'use `dockhand check` for the whole list',
    more_one: '-# …and one more thing, less important than these.',
    more_other: '-# …and {{count}} more things, less important than these.',
    hint: 'Hint {{n}}',
    gone: 'I can no longer see that message. Hold it (or right-click it) once more, and choose **Apps › Check this Dockerfile**.',
  },
});

const mostFindings = 15;
/** Further advice is only counted: a student with open TODOs would not read it. */
const mostAdvice = 5;

/** All findings of an instant check, with their explanations, for a student who asked for the details. */
export function checkDetails(locale: Locale, result: CheckResult): Message {
  const { report } = result;
  const hints = hintButtons(locale, result);
  const ways = hints.length > 0 || result.ofMessage !== null ? hints : verifyButton(locale, result);
  // What stops the build comes first, whatever its usual position.
  const next = nextStep(result);
  const stopping = report.findings.filter(
    (finding) => isShownAsNext(next, finding) && next.kind === 'blocker',
  );
  const others = report.findings.filter((finding) => !stopping.includes(finding));
  const graver = others.filter(({ severity }) => severity !== 'advice').length;
  const shown = Math.min(mostFindings, graver + mostAdvice);
  const findings = others.slice(0, shown).map((finding) => findingPart(locale, finding));
  const problems = fileProblemLines(locale, result.problems);
  const files = filesLine(locale, result.used, result.absent);
  const parts: MessagePart[] = [
    { rank: 0, components: [text(heading(locale, result))] },
    ...stopping.map((finding) => ({
      rank: 0,
      components: [...findingPart(locale, finding).components, divider()],
    })),
    ...todoParts(locale, report),
    ...(findings.length === 0 ? [] : [{ rank: 3, components: [divider(), text(say(locale, 'findings'))] }]),
    ...findings,
    ...(problems.length === 0
      ? []
      : [{ rank: 2, components: [divider(), text(cut(problems.join('\n'), 900))] }]),
    ...(files === '' ? [] : [{ rank: 0, components: [divider(), text(files)] }]),
  ];
  const below = rows(ways);
  const frame = sizeOf({ components: below });
  // Reserved: the container, one line for "and n more", and one spare.
  const fitted = chooseFitting(parts, {
    components: frame.components + 3,
    characters: frame.characters + 160,
  });
  const unshown =
    others.length - findings.length + fitted.left.filter((part) => findings.includes(part)).length;
  const more = unshown > 0 ? [text(say(locale, 'more', { count: unshown }))] : [];
  return {
    components: [container(accentOf(report), joined([...fitted.components, ...more])), ...below],
  };
}

function heading(locale: Locale, { report, ofMessage }: CheckResult): string {
  const unread =
    report.blocker?.kind === 'unread' ? [say(locale, 'unread', { line: report.blocker.line })] : [];
  const count = countOfTodos(locale, report);
  return [
    say(locale, ofMessage === null ? 'title' : 'othersTitle'),
    ...unread,
    ...(unread.length > 0 || count === null ? [] : [count]),
  ].join('\n');
}

/** Open TODOs come with the reason; consecutive done ones share one text. */
function todoParts(locale: Locale, { blocker, todos }: CheckReport): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) parts.push({ rank: 2, components: [text(plain.join('\n'))] });
    plain = [];
  };
  for (const [i, todo] of todos.entries()) {
    // A file that Docker cannot parse has no statuses.
    if (blocker?.kind === 'unread') plain.push(todoHead(locale, todo, 'unknown'));
    else if (todo.status === 'done' || saysTheSame(locale, todo, todos[i + 1]))
      plain.push(todoHead(locale, todo));
    else {
      flush();
      parts.push({ rank: 1, components: [text(todoText(locale, todo))] });
    }
    if (plain.length >= 8) flush();
  }
  flush();
  return parts;
}

/** Of consecutive TODOs that are unknown for the same reason, only the last one shows it. */
const saysTheSame = (locale: Locale, todo: TodoResult, next: TodoResult | undefined): boolean =>
  todo.status === 'unknown' && next?.status === 'unknown' && whyText(locale, todo) === whyText(locale, next);

/** A TODO in one line: status mark, number, title. */
export const todoHead = (locale: Locale, { n, title, status }: TodoResult, as: TodoStatus = status): string =>
  say(locale, 'todo', { mark: marks[as], n, title: quote(title, 80) });

const todoText = (locale: Locale, todo: TodoResult): string =>
  `${todoHead(locale, todo)}\n${whyText(locale, todo)}`;

/** What is wrong with a TODO, and where. */
function whyText(locale: Locale, todo: TodoResult): string {
  const line = lineOf(todo);
  // A file that has not been sent yet has no line to point at.
  const at = todo.status === 'unknown' && line === null ? '' : placeText(locale, todo.file, line);
  const note = [...(todo.required ? [] : [say(locale, 'advice')]), ...(at === '' ? [] : [at])].join(' · ');
  return [translateSafely(locale, todo.message, 320), ...(note === '' ? [] : [`-# ${note}`])].join('\n');
}

const ranks: Readonly<Record<Severity, number>> = { error: 3, warning: 4, advice: 5 };

function findingPart(locale: Locale, finding: Finding): MessagePart {
  const where = placeText(locale, finding.file, finding.line);
  const words = translateSafely(locale, finding.message, 300);
  return {
    rank: ranks[finding.severity],
    components: [text(`${severities[finding.severity]} ${words}\n-# ${where} · ${ruleText(finding)}`)],
  };
}

/** Hint buttons for the open TODOs. */
function hintButtons(locale: Locale, { report, lesson, guild }: CheckResult) {
  return report.todos
    .filter(({ n, status }) => status !== 'done' && lesson.todos.some((todo) => todo.n === n))
    .map(({ n }) => button({ kind: 'hint', todo: n, guild }, say(locale, 'hint', { n })));
}

/** The checked message can no longer be read. */
export const messageIsGone = (locale: Locale): Message => ({
  components: [container('waiting', [text(say(locale, 'gone'))])],
});
