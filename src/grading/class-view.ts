import type { Outcome, VerdictReason } from '../submission/verdict.ts';

/** A student's state of one TODO; `none` if nothing of theirs has been checked yet. */
export const todoStates = ['done', 'wrong', 'missing', 'unknown', 'none'] as const;
export type TodoState = (typeof todoStates)[number];

/** What the records contain about a student. */
export interface StudentFacts {
  readonly user: string | null;
  readonly name: string | null;
  readonly number: string | null;
  readonly section: string | null;
  /** State at the last check, by TODO number. */
  readonly todos: Readonly<Record<number, TodoState>>;
  /** Number of submissions that passed or failed. */
  readonly attempts: number;
  readonly passedAt: number | null;
  /** Outcome of the newest submission, null while it has no verdict; and the failure, if it failed. */
  readonly latest: {
    readonly at: number;
    readonly outcome: Outcome | null;
    readonly failure: VerificationFailure | null;
  } | null;
  /** Time of the last activity in this lesson: a check or a submission. */
  readonly lastAt: number | null;
}

interface VerificationFailure {
  readonly todo: number | null;
  readonly reason: VerdictReason;
}

/** A student's row in the class view. */
export interface StudentRow extends Omit<StudentFacts, 'todos'> {
  /** In the order of the lesson's TODOs. */
  readonly cells: readonly TodoState[];
  readonly done: number;
  /** `failed` means that the last verification failed. */
  readonly stage: StudentStage;
  /**
   * The student's current TODO: the one at which the last verification failed, otherwise the first that is not done. Null if the student
   * has passed or not started.
   */
  readonly at: number | null;
}
export const studentStages = ['not-started', 'working', 'failed', 'passed'] as const;
type StudentStage = (typeof studentStages)[number];

/** A class's figures for one TODO. */
interface TodoFigures {
  readonly n: number;
  readonly title: string;
  readonly counts: Readonly<Record<TodoState, number>>;
}

/** A TODO at which students are stuck, with the reasons. */
export interface StuckAt {
  readonly todo: number | null;
  readonly title: string | null;
  /** Number of students whose verification failed there, or who have made no progress for a while. */
  readonly students: number;
  /** Why their last verifications failed, most frequent first. */
  readonly reasons: readonly { readonly reason: VerdictReason; readonly students: number }[];
}

/** A class's state in a lesson: the data for the picture, its text and the web page. */
export interface ClassView {
  readonly guild: string;
  readonly lesson: { readonly slug: string; readonly title: string };
  /** Time of the snapshot, Unix milliseconds. */
  readonly at: number;
  readonly todos: readonly TodoFigures[];
  /** The most advanced first. */
  readonly students: readonly StudentRow[];
  readonly stages: Readonly<Record<StudentStage, number>>;
  readonly attempts: { readonly all: number; readonly median: number; readonly most: number };
  readonly stuck: readonly StuckAt[];
}

/** A student without activity counts as stuck after the first duration and as away after the second. Milliseconds. */
const stuckAfter = 10 * 60_000;
const awayAfter = 3 * 3_600_000;

/** Compiles the state of a class. Pure: `facts` come from the records. */
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

/** Finds where students are stuck: those whose verification failed, or who were active recently but not in the last minutes. */
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
