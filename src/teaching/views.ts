import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Desk, SubmissionStatus } from '../desk/desk.ts';
import { type ClassView, type StudentFacts, viewClass } from '../grading/class-view.ts';
import { type Grade, gradeOf } from '../grading/grade.ts';
import type { Gradebook } from '../grading/gradebook.ts';
import { type Board, errorRateOf, hourOf, sliceMs, slices } from '../grading/staff-board.ts';
import { type TodosSeen, timeOnTodos } from '../grading/time-on-todos.ts';
import type {
  AttemptLine,
  AuditEntry,
  PastRun,
  Question,
  Records,
  RememberedFile,
  RosterLine,
  Student,
  Submission,
} from '../records/records.ts';
import { type LessonOfClass, type NameOf, nameless, readClass } from './class-facts.ts';

/** The state of a class in a lesson. */
export async function classView(
  records: Records,
  guild: string,
  lesson: LessonOfClass,
  options: { readonly nameOf?: NameOf; readonly now?: number } = {},
): Promise<ClassView> {
  const { students } = await readClass(records, guild, lesson, options.nameOf ?? nameless);
  await othersFirst();
  return viewClass({ guild, lesson, facts: students, now: options.now ?? Date.now() });
}

/** The grades of a class for a lesson: everybody on the class list, and everybody who did something. */
export async function gradebook(
  records: Records,
  guild: string,
  lesson: LessonOfClass,
  options: { readonly nameOf?: NameOf; readonly now?: number } = {},
): Promise<Gradebook> {
  const now = options.now ?? Date.now();
  const [facts, lines, policy, extensions, overrides] = await Promise.all([
    readClass(records, guild, lesson, options.nameOf ?? nameless),
    records.attempts.all(guild, lesson.slug),
    records.grades.policy(guild, lesson.slug),
    records.grades.extensions(guild, lesson.slug),
    records.grades.overrides(guild, lesson.slug),
  ]);
  const byUser = Map.groupBy(lines, (line) => line.user);
  const view = viewClass({ guild, lesson, facts: facts.students, now });
  const rows = view.students.map((row) => {
    const attempts = row.user === null ? [] : (byUser.get(row.user) ?? []);
    const grade = gradeOf(
      attempts,
      policy,
      row.user === null ? null : (extensions.get(row.user) ?? null),
      row.user === null ? null : (overrides.get(row.user) ?? null),
    );
    return {
      number: row.number,
      name: row.name,
      section: row.section,
      user: row.user,
      grade,
      outcome: row.latest?.outcome ?? null,
      attempts: row.attempts,
      hints: row.user === null ? [] : (facts.hints.get(row.user) ?? []),
      todosDone: row.done,
      todos: lesson.todos.length,
      passedAt: row.passedAt,
      lastAt: row.lastAt,
    };
  });
  return { guild, lesson: { slug: lesson.slug, title: lesson.title }, at: now, rows };
}

/** One student in one lesson, as shown to teaching assistants. */
export interface StudentView {
  readonly student: Student;
  readonly roster: RosterLine | null;
  readonly files: readonly RememberedFile[];
  /** The newest submission and the state of its job; null when there is none. */
  readonly standing: SubmissionStatus | null;
  /** The newest verdicts first, including replaced ones. */
  readonly runs: readonly PastRun[];
  readonly hints: readonly number[];
  /** Milliseconds by TODO number: an estimated lower bound. */
  readonly timeOn: Readonly<Record<number, number>>;
  /** The statuses in the latest check; empty when there was none. */
  readonly todos: ClassView['students'][number] | null;
  readonly grade: Grade;
  readonly ask: Question | null;
  /** The pull request that the student submitted last; null when there is none. */
  readonly pullRequest: Submission['pullRequest'];
  readonly audit: readonly AuditEntry[];
}

/** How many verdicts and audit entries are looked at. */
const runsShown = 25;
const entriesShown = 5;

export async function studentView(
  records: Records,
  desk: Pick<Desk, 'status'>,
  student: Student,
  lesson: LessonOfClass,
): Promise<StudentView> {
  const { guild, user } = student;
  const { slug } = lesson;
  const [
    roster,
    files,
    standing,
    runs,
    hints,
    history,
    signs,
    audit,
    asks,
    policy,
    extensions,
    overrides,
    lines,
    pullRequest,
  ] = await Promise.all([
    records.roster.all(guild),
    records.workspaces.files(student, slug),
    desk.status(student, slug),
    records.verdicts.historyOf(student, slug, runsShown),
    records.progress.hintsTaken(student, slug),
    records.progress.todoHistory(student, slug),
    records.progress.activityTimes(student, slug),
    records.audit.entries(guild, { whom: user, limit: entriesShown }),
    records.questions.open(guild),
    records.grades.policy(guild, slug),
    records.grades.extensions(guild, slug),
    records.grades.overrides(guild, slug),
    records.attempts.of(student, slug),
    records.submissions.latestPullRequest(student, slug),
  ]);
  const facts = factsOfStudent({
    user,
    history,
    signs,
    lines,
    verdict: standing?.submission.verdict ?? null,
  });
  const view = viewClass({ guild, lesson, now: Date.now(), facts: [facts] });
  return {
    student,
    roster: roster.find((line) => line.user === user) ?? null,
    files,
    standing,
    runs,
    hints,
    timeOn: timeOnTodos(
      lesson.todos.map(({ n }) => n),
      history,
      signs,
    ),
    todos: view.students[0] ?? null,
    grade: gradeOf(lines, policy, extensions.get(user) ?? null, overrides.get(user) ?? null),
    ask: asks.find((one) => one.student.user === user) ?? null,
    pullRequest,
    audit,
  };
}

/** The data of one student, read from that student's rows only. */
function factsOfStudent(from: {
  readonly user: string;
  readonly history: readonly TodosSeen[];
  readonly signs: readonly number[];
  readonly lines: readonly AttemptLine[];
  readonly verdict: Submission['verdict'];
}): StudentFacts {
  const { user, history, signs, lines, verdict } = from;
  const latest = lines.at(-1) ?? null;
  const failure =
    verdict?.outcome === 'failed' && verdict.reason !== null
      ? { todo: verdict.todo, reason: verdict.reason }
      : null;
  return {
    user,
    name: null,
    number: null,
    section: null,
    todos: history.at(-1)?.todos ?? {},
    attempts: lines.filter(
      ({ outcome, replayed }) => !replayed && (outcome === 'passed' || outcome === 'failed'),
    ).length,
    passedAt: lines.find(({ outcome }) => outcome === 'passed')?.receivedAt ?? null,
    latest: latest === null ? null : { at: latest.receivedAt, outcome: latest.outcome, failure },
    lastAt: signs.length === 0 ? null : Math.max(...signs),
  };
}

/** The data of the staff channel's board, with the same few queries however much is waiting. */
export async function board(
  records: Records,
  desk: Pick<Desk, 'overview'>,
  guild: string,
  lesson: string,
  now: number = Date.now(),
): Promise<Board> {
  const [{ queue, today }, waiting, counts, asks] = await Promise.all([
    desk.overview(guild),
    records.backlog.pendingCount(guild),
    records.verdicts.outcomesBySlice(guild, (Math.floor(now / sliceMs) - slices + 1) * sliceMs, sliceMs),
    records.questions.open(guild),
  ]);
  const hour = hourOf(counts, now);
  return {
    at: now,
    queue:
      queue === null
        ? null
        : {
            paused: queue.paused,
            waiting: queue.counts.waiting,
            delayed: queue.counts.delayed,
            running: queue.counts.running,
            etaMs: queue.etaMs,
            workers: queue.workers.map((worker) => ({
              id: worker.id,
              boxes: worker.boxes,
              silent: worker.silent,
              busy: worker.jobs.length,
              draining: worker.state === 'draining',
            })),
          },
    waitingHere: waiting.count,
    oldestMs: waiting.oldest === null ? null : Math.max(0, now - waiting.oldest),
    today,
    errorRate: errorRateOf(hour),
    hour,
    asks: asks.map((ask) => ({
      id: ask.id,
      user: ask.student.user,
      at: ask.at,
      question: ask.question,
      claimedBy: ask.claimedBy,
      link:
        ask.card === null
          ? null
          : `https://discord.com/channels/${guild}/${ask.card.channel}/${ask.card.message}`,
    })),
    lesson,
  };
}
