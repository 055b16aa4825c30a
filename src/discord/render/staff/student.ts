import type { APIComponentInContainer, APISelectMenuOption } from 'discord-api-types/v10';
import type { TodoState } from '../../../grading/class-view.ts';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { PastRun } from '../../../records/records.ts';
import { shortCommit } from '../../../submission/pull-request.ts';
import { nameReason } from '../../../submission/wording/reason-names.ts';
import type { StudentView } from '../../../teaching/views.ts';
import { type Locale, translate, words } from '../../../wording/wording.ts';
import { button, container, cut, divider, type Message, menu, notice, row, text } from '../message.ts';
import { code, codeBlock, plainly, quote } from '../quote.ts';
import { spanned, stamp } from '../time.ts';
import { pullRequestLink } from '../verification/pull-request.ts';
import { auditLine } from './audit-entry.ts';
import { whyOf } from './why.ts';

const say = words('student', {
  en: {
    title: '### <@{{user}}> in {{lesson}}',
    roster: '{{name}} · number {{number}} · section {{section}}',
    notListed: '-# Not on the class list.',
    grade: '**Points:** {{points}}{{late}}{{override}}{{extension}}',
    noPoints: 'none yet',
    late: ', {{time}} late',
    override: ' · set by hand by <@{{by}}>: {{reason}} (earned: {{earned}})',
    extension: ' · more time until {{until}}',
    due: ' · due {{when}}',
    todos: '**TODOs:** {{list}}',
    todo: '{{mark}} **{{n}}**{{time}}',
    noTodos: '**TODOs:** nothing was checked yet.',
    times: '-# Times are those between signs of life, breaks left out.',
    hints: '**Hints taken:** {{list}}',
    none: 'none',
    files: '**Files:** {{list}}',
    file: '{{path}} ({{bytes}} bytes, {{when}})',
    runs: '**Verifications: {{count}}{{more}}**',
    run: '{{mark}} {{when}} · {{what}}{{history}}',
    passed: 'passed',
    history: ' · replaced',
    underway: '⏳ One is under way, since {{when}}.',
    noRuns: '**Verifications:** none yet.',
    excerpt: '**The last log says**',
    asks: '🙋 Asked {{when}}: {{question}}',
    audit: '**What teaching assistants did**',
    pullRequest: '**Pull request:** {{pull}} by {{author}} on GitHub, commit {{commit}}',
    again: 'Refresh',
    verify: 'Verify again',
    download: 'Files',
    choose: 'Show a verification',
    notHere: 'That is not in this class.',
    gone: 'I no longer have that.',
  },
});

const marks: Readonly<Record<TodoState, string>> = {
  done: '✅',
  wrong: '❌',
  missing: '⬜',
  unknown: '❔',
  none: '▫️',
};
const outcomeMarks = { passed: '✅', failed: '❌', error: '⚠️', cancelled: '➖' } as const;

const runsListed = 6;

/** The page of a student for a teaching assistant. */
export function studentMessage(
  locale: Locale,
  view: StudentView,
  lesson: Pick<Lesson, 'title' | 'todos'>,
): Message {
  const latest = view.standing?.submission ?? null;
  const excerpt = latest?.verdict?.outcome === 'failed' ? latest.verdict.excerpt : [];
  const work = [
    gradeLine(locale, view),
    todoLine(locale, view, lesson),
    hintLine(locale, view),
    ...pullRequestLine(locale, view),
  ];
  const parts: APIComponentInContainer[] = [
    text(headLines(locale, view, lesson).join('\n')),
    text(cut(work.join('\n'), 1100)),
    text(cut(filesLine(locale, view), 500)),
    divider(),
    text(cut(runLines(locale, view), 900)),
    ...(excerpt.length === 0
      ? []
      : [text(`${say(locale, 'excerpt')}\n${codeBlock(excerpt.slice(-8), '', 600)}`)]),
    ...(view.audit.length === 0 ? [] : [text(cut(auditLines(locale, view).join('\n'), 600))]),
  ];
  return {
    components: [
      container(latest?.verdict?.outcome === 'passed' ? 'good' : 'calm', parts),
      ...runMenu(locale, view),
      row(buttons(locale, view)),
    ],
  };
}

const headLines = (
  locale: Locale,
  { student, roster, ask }: StudentView,
  lesson: Pick<Lesson, 'title'>,
): readonly string[] => [
  say(locale, 'title', { user: student.user, lesson: quote(lesson.title, 100) }),
  roster === null
    ? say(locale, 'notListed')
    : `-# ${say(locale, 'roster', {
        name: quote(roster.name ?? '–', 80),
        number: code(roster.number, 40),
        section: quote(roster.section ?? '–', 40),
      })}`,
  ...(ask === null ? [] : [say(locale, 'asks', { when: stamp(ask.at), question: quote(ask.question, 200) })]),
];

const auditLines = (locale: Locale, { audit }: StudentView): readonly string[] => [
  say(locale, 'audit'),
  ...audit.slice(0, 3).map((entry) => `-# ${stamp(entry.at)}: ${cut(auditLine(locale, entry), 150)}`),
];

const runMenu = (locale: Locale, { runs, student }: StudentView) =>
  menu(
    { kind: 'student-runs', user: student.user },
    say(locale, 'choose'),
    runs.map((run) => runOption(locale, run)),
  );

function buttons(locale: Locale, { student, standing, files }: StudentView): Parameters<typeof row>[0] {
  const latest = standing?.submission ?? null;
  return [
    button({ kind: 'student', user: student.user }, say(locale, 'again')),
    ...(latest !== null && latest.state === 'judged'
      ? [button({ kind: 'job', act: 'retry', submission: latest.id }, say(locale, 'verify'))]
      : []),
    ...(files.length === 0
      ? []
      : [button({ kind: 'student-files', user: student.user }, say(locale, 'download'))]),
  ];
}

function gradeLine(locale: Locale, { grade }: StudentView): string {
  const { override } = grade;
  return say(locale, 'grade', {
    points: grade.points === null ? say(locale, 'noPoints') : `${grade.points}/100`,
    late: grade.lateMs === 0 ? '' : say(locale, 'late', { time: spanned(locale, grade.lateMs) }),
    override:
      override === null
        ? ''
        : say(locale, 'override', {
            by: override.by,
            reason: quote(override.reason, 120),
            earned: grade.earned ?? '–',
          }),
    extension: deadlineOf(locale, grade),
  });
}

function deadlineOf(locale: Locale, { extension, dueAt }: StudentView['grade']): string {
  if (extension !== null) return say(locale, 'extension', { until: stamp(extension.dueAt, 'f') });
  return dueAt === null ? '' : say(locale, 'due', { when: stamp(dueAt, 'f') });
}

function todoLine(locale: Locale, view: StudentView, lesson: Pick<Lesson, 'todos'>): string {
  const row = view.todos;
  if (row === null || row.cells.every((cell) => cell === 'none')) return say(locale, 'noTodos');
  const list = lesson.todos
    .slice(0, 40)
    .map(({ n }, i) => {
      const spent = view.timeOn[n];
      return say(locale, 'todo', {
        mark: marks[row.cells[i] ?? 'none'],
        n,
        time: spent === undefined ? '' : ` (${spanned(locale, spent)})`,
      });
    })
    .join(' · ');
  return [
    say(locale, 'todos', { list }),
    ...(Object.keys(view.timeOn).length === 0 ? [] : [say(locale, 'times')]),
  ].join('\n');
}

const pullRequestLine = (locale: Locale, { pullRequest }: StudentView): readonly string[] =>
  pullRequest === null
    ? []
    : [
        say(locale, 'pullRequest', {
          pull: pullRequestLink(pullRequest),
          author: quote(pullRequest.author ?? '–', 60),
          commit: code(shortCommit(pullRequest)),
        }),
      ];

const hintLine = (locale: Locale, { hints }: StudentView): string =>
  say(locale, 'hints', {
    list: hints.length === 0 ? say(locale, 'none') : hints.map((n) => `TODO ${n}`).join(', '),
  });

const filesLine = (locale: Locale, { files }: StudentView): string =>
  say(locale, 'files', {
    list:
      files.length === 0
        ? say(locale, 'none')
        : files
            .slice(0, 8)
            .map((file) =>
              say(locale, 'file', {
                path: code(file.path, 60),
                bytes: Buffer.byteLength(file.text),
                when: stamp(file.receivedAt),
              }),
            )
            .join(' · '),
  });

function runLines(locale: Locale, { runs, standing }: StudentView): string {
  const underway = standing !== null && standing.submission.state !== 'judged';
  if (runs.length === 0 && !underway) return say(locale, 'noRuns');
  return [
    say(locale, 'runs', { count: runs.length, more: runs.length === 25 ? '+' : '' }),
    ...(underway ? [say(locale, 'underway', { when: stamp(standing.submission.receivedAt) })] : []),
    ...runs.slice(0, runsListed).map((run) =>
      say(locale, 'run', {
        mark: outcomeMarks[run.verdict.outcome],
        when: stamp(run.receivedAt),
        what: whatCameOut(locale, run),
        history: run.current ? '' : say(locale, 'history'),
      }),
    ),
  ].join('\n');
}

function whatCameOut(locale: Locale, { verdict }: PastRun): string {
  const why = whyOf(locale, verdict, 120) ?? say(locale, 'passed');
  return verdict.todo === null ? why : `TODO ${verdict.todo} · ${why}`;
}

function runOption(locale: Locale, run: PastRun): APISelectMenuOption {
  const { verdict } = run;
  const why = verdict.reason === null ? say(locale, 'passed') : nameReason(locale, verdict.reason);
  const when = new Date(run.receivedAt).toISOString().slice(0, 16).replace('T', ' ');
  return {
    label: cut(`${outcomeMarks[verdict.outcome]} ${when} UTC · ${why}`, 100),
    value: `${run.submission}-${run.run}`,
    ...(verdict.explanation === null ? {} : { description: plainly(translate(locale, verdict.explanation)) }),
  };
}

export const notInThisClass = (locale: Locale): Message => notice(say(locale, 'notHere'));
export const runIsGone = (locale: Locale): Message => notice(say(locale, 'gone'));
