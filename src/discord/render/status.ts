import type { APIComponentInContainer } from 'discord-api-types/v10';
import { type CheckReport, isOpen } from '../../check/model/report.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import type { Submission } from '../../records/records.ts';
import { type SubmittedPullRequest, shortCommit } from '../../submission/pull-request.ts';
import type { GradeStanding } from '../../teaching/standing.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { marks } from './check/check-parts.ts';
import type { UsedFile } from './check/check-result.ts';
import { filesLine } from './check/files.ts';
import { standingLines } from './lesson/due-date.ts';
import { button, container, cut, type Message, primary, row, text } from './message.ts';
import { code } from './quote.ts';
import { ago } from './time.ts';
import { pullRequestLink } from './verification/pull-request.ts';
import { progressText, type VerificationProgress } from './verification/verify.ts';

const say = words('status', {
  en: {
    title: '### Where you stand in {{lesson}}',
    none: '**Verification:** you have not asked for one yet.',
    underway: '**Verification:** {{words}}',
    passed: '**Verification:** 🎉 passed {{ago}}.',
    failed: '**Verification:** not passed, {{ago}}.',
    error: '**Verification:** broke down on our side {{ago}}. It does not count against you.',
    cancelled: '**Verification:** cancelled {{ago}}.',
    todos: '**TODOs:** {{picture}}  ({{done}} of {{of}} done)',
    noFiles: '**TODOs:** I have no files of yours yet. Use `/check`, or send them to me in a DM.',
    hints: '**Hints taken:** TODO {{list}}',
    noHints: '**Hints taken:** none so far',
    hint: 'Hint for TODO {{n}}',
    pullRequest: '**Pull request:** {{pull}}, commit {{commit}}',
    result: 'Show the result',
    verify: 'Full verification',
    check: 'Send my files',
    again: 'Refresh',
  },
});

/** Everything that /status shows about a student. */
export interface StatusView {
  readonly guild: string;
  readonly lesson: Lesson;
  /** For the remembered files; null when there are none. */
  readonly report: CheckReport | null;
  readonly used: readonly UsedFile[];
  readonly hints: readonly number[];
  readonly submission: Submission | null;
  /** The state of the newest submission; null when it has a verdict or there is none. */
  readonly underway: VerificationProgress | null;
  readonly grade: GradeStanding;
  /** The pull request submitted last; null when there is none. */
  readonly pullRequest: SubmittedPullRequest | null;
}

export function statusMessage(locale: Locale, stand: StatusView, now: number): Message {
  const { guild, report, hints, submission } = stand;
  const done = report?.todos.filter((todo) => todo.status === 'done').length ?? 0;
  const todos =
    report === null
      ? say(locale, 'noFiles')
      : say(locale, 'todos', {
          picture: cut(report.todos.map((todo) => `${marks[todo.status]}${todo.n}`).join(' '), 400),
          done,
          of: report.todos.length,
        });
  const taken =
    hints.length === 0 ? say(locale, 'noHints') : say(locale, 'hints', { list: cut(hints.join(', '), 200) });
  const parts: APIComponentInContainer[] = [
    text(say(locale, 'title', { lesson: cut(stand.lesson.title, 100) })),
    text(verification(locale, stand, now)),
    text([todos, taken, ...pullRequestLine(locale, stand.pullRequest)].join('\n')),
  ];
  const due = standingLines(locale, stand.grade);
  if (due.length > 0) parts.splice(1, 0, text(due.join('\n')));
  const files = filesLine(locale, stand.used, []);
  if (files !== '') parts.push(text(files));
  const judged = submission?.verdict ?? null;
  const open = report?.todos.find((todo) => todo.required && isOpen(todo))?.n;
  const hinted = stand.lesson.todos.some(({ n }) => n === open) ? open : undefined;
  return {
    components: [
      container(judged?.outcome === 'passed' ? 'good' : 'calm', parts),
      row([
        ...(hinted === undefined
          ? []
          : [primary({ kind: 'hint', todo: hinted, guild }, say(locale, 'hint', { n: hinted }))]),
        report === null
          ? primary({ kind: 'check-form' }, say(locale, 'check'))
          : (hinted === undefined ? primary : button)({ kind: 'verify', guild }, say(locale, 'verify')),
        ...(submission !== null && judged !== null
          ? [button({ kind: 'result', submission: submission.id }, say(locale, 'result'))]
          : []),
        button({ kind: 'status', guild, how: 'again' }, say(locale, 'again')),
      ]),
    ],
  };
}

const pullRequestLine = (locale: Locale, pull: SubmittedPullRequest | null): readonly string[] =>
  pull === null
    ? []
    : [say(locale, 'pullRequest', { pull: pullRequestLink(pull), commit: code(shortCommit(pull)) })];

function verification(locale: Locale, { submission, underway }: StatusView, now: number): string {
  if (submission === null) return say(locale, 'none');
  if (submission.verdict !== null) {
    const since = now - (submission.judgedAt ?? submission.receivedAt);
    return say(locale, submission.verdict.outcome, { ago: ago(locale, since) });
  }
  return say(locale, 'underway', { words: progressText(locale, underway ?? { state: 'recorded' }) });
}
