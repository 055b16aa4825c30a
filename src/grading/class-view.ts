import type { Outcome, VerdictReason } from '../submission/verdict.ts';

/** How one student stands with one TODO; `none` when nothing of hers was looked at yet. */
export const todoStates = ['done', 'wrong', 'missing', 'unknown', 'none'] as const;
export type TodoState = (typeof todoStates)[number];

/** What is known of one student, as the records have it. */
export interface StudentFacts {
  readonly user: string | null;
  readonly name: string | null;
  readonly number: string | null;
  readonly section: string | null;
  /** What the check last saw, by number of the TODO. */
  readonly todos: Readonly<Record<number, TodoState>>;
  /** Submissions that came out passed or failed. */
  readonly attempts: number;
  readonly passedAt: number | null;
  /** How the newest submission came out, null while it has no verdict; and where, when it failed. */
  readonly latest: {
    readonly at: number;
    readonly outcome: Outcome | null;
    readonly failure: VerificationFailure | null;
  } | null;
  /** The last activity in this lesson: a check or a submission. */
  readonly lastAt: number | null;
}

interface VerificationFailure {
  readonly todo: number | null;
  readonly reason: VerdictReason;
}

/** One line of the class's picture. */
export interface StudentRow extends Omit<StudentFacts, 'todos'> {
  /** In the order of the lesson's TODOs. */
  readonly cells: readonly TodoState[];
  readonly done: number;
  /** not-started, working, failed (the last verification did), passed. */
  readonly stage: StudentStage;
  /** The TODO that she is at: the one the last verification failed at, else the first that is not done. */
  readonly at: number | null;
}
export const studentStages = ['not-started', 'working', 'failed', 'passed'] as const;
type StudentStage = (typeof studentStages)[number];

/** How a class stands with one TODO. */
interface TodoFigures {
  readonly n: number;
  readonly title: string;
  readonly counts: Readonly<Record<TodoState, number>>;
}

/** Where several students are stuck, and why. */
export interface StuckAt {
  readonly todo: number | null;
  readonly title: string | null;
  /** How many are at it after a failed verification, or without progress for a while. */
  readonly students: number;
  /** Why their last verification failed, the most frequent first. */
  readonly reasons: readonly { readonly reason: VerdictReason; readonly students: number }[];
}

/** How a class stands with a lesson: the figures behind the picture, the text beside it and the page. */
export interface ClassView {
  readonly guild: string;
  readonly lesson: { readonly slug: string; readonly title: string };
  /** When it was looked at, Unix milliseconds. */
  readonly at: number;
  readonly todos: readonly TodoFigures[];
  /** The furthest first. */
  readonly students: readonly StudentRow[];
  readonly stages: Readonly<Record<StudentStage, number>>;
  readonly attempts: { readonly all: number; readonly median: number; readonly most: number };
  readonly stuck: readonly StuckAt[];
}

/** Without progress for this long a student counts as stuck, and without activity for the longer span as away. Milliseconds. */
const stuckAfter = 10 * 60_000;
const awayAfter = 3 * 3_600_000;

/** Puts together how a class stands. Pure: `facts` come from the records. */
export function viewClass(input: {
  readonly guild: string;
  readonly lesson: {
    readonly slug: string;
    readonly title: string;
    readonly todos: readonly { readonly n: number; readonly title: string }[];
  };
  readonly facts: readonly StudentFacts[];
  readonly now: number;
}): ClassView {
  const { guild, lesson, facts, now } = input;
  const students = facts
    .map((one) => rowOf(one, lesson.todos))
    .sort((a, b) => rank(b) - rank(a) || (a.name ?? a.user ?? '').localeCompare(b.name ?? b.user ?? ''));
  const counted = (stage: StudentStage): number => students.filter((row) => row.stage === stage).length;
  const attempts = students.map((row) => row.attempts).sort((a, b) => a - b);
  const trying = attempts.filter((count) => count > 0);
  return {
    guild,
    lesson: { slug: lesson.slug, title: lesson.title },
    at: now,
    todos: lesson.todos.map(({ n, title }, i) => ({
      n,
      title,
      counts: Object.fromEntries(
        todoStates.map((cell) => [cell, students.filter((row) => row.cells[i] === cell).length]),
      ) as Record<TodoState, number>,
    })),
    students,
    stages: {
      'not-started': counted('not-started'),
      working: counted('working'),
      failed: counted('failed'),
      passed: counted('passed'),
    },
    attempts: {
      all: attempts.reduce((sum, count) => sum + count, 0),
      median: trying[Math.floor(trying.length / 2)] ?? 0,
      most: attempts.at(-1) ?? 0,
    },
    stuck: stuckAt(students, lesson.todos, now),
  };
}

function rank(row: StudentRow): number {
  if (row.stage === 'passed') return 1_000;
  return row.stage === 'not-started' ? -1 : row.done;
}

function stageOf({
  passed,
  failed,
  started,
}: Readonly<Record<'passed' | 'failed' | 'started', boolean>>): StudentStage {
  if (passed) return 'passed';
  if (failed) return 'failed';
  return started ? 'working' : 'not-started';
}

function rowOf(facts: StudentFacts, todos: readonly { readonly n: number }[]): StudentRow {
  const { todos: seen, ...rest } = facts;
  const passed = facts.passedAt !== null;
  const failure = facts.latest?.failure ?? null;
  const shown = todos.map(({ n }): TodoState => {
    if (passed) return 'done';
    if (failure?.todo === n && seen[n] !== 'missing') return 'wrong';
    return seen[n] ?? 'none';
  });
  const started = facts.lastAt !== null;
  const open = todos[shown.findIndex((cell) => cell !== 'done')]?.n ?? null;
  return {
    ...rest,
    cells: shown,
    done: shown.filter((cell) => cell === 'done').length,
    stage: stageOf({ passed, failed: failure !== null, started }),
    at: passed || !started ? null : (failure?.todo ?? open),
  };
}

/** Where students are stuck: those who failed a verification, or were active recently but not in the last minutes. */
function stuckAt(
  students: readonly StudentRow[],
  todos: readonly { readonly n: number; readonly title: string }[],
  now: number,
): readonly StuckAt[] {
  const stuck = students.filter((row) => {
    if (row.stage === 'failed') return true;
    const idle = now - (row.lastAt ?? now);
    return row.stage === 'working' && idle >= stuckAfter && idle < awayAfter && row.at !== null;
  });
  const places = Map.groupBy(stuck, (row) => row.at);
  return [...places]
    .map(([todo, rows]): StuckAt => {
      const why = Map.groupBy(
        rows.flatMap((row) => row.latest?.failure?.reason ?? []),
        (reason) => reason,
      );
      return {
        todo,
        title: todos.find(({ n }) => n === todo)?.title ?? null,
        students: rows.length,
        reasons: [...why]
          .map(([reason, each]) => ({ reason, students: each.length }))
          .sort((a, b) => b.students - a.students || (a.reason < b.reason ? -1 : 1)),
      };
    })
    .sort((a, b) => b.students - a.students || (a.todo ?? 99_999) - (b.todo ?? 99_999));
}
