import type { TodoState } from '../grading/class-view.ts';
import type { TodosSeen } from '../grading/time-on-todos.ts';
import type { Student } from './student.ts';

/** How far students are: which hints they took, what checks found, when they were active. */
export interface ProgressRecords {
  readonly recordHint: (student: Student, lesson: string, todo: number, at: number) => Promise<void>;
  readonly hintsTaken: (student: Student, lesson: string) => Promise<readonly number[]>;
  /** A step of a hint before its answer, by its name. */
  readonly recordRung: (
    student: Student,
    lesson: string,
    step: { readonly todo: number; readonly rung: string },
    at: number,
  ) => Promise<void>;
  /** The steps that a student took of a TODO's hint, and when first. */
  readonly rungsTaken: (
    student: Student,
    lesson: string,
    todo: number,
  ) => Promise<readonly { readonly rung: string; readonly firstAt: number }[]>;
  readonly hintsOfClass: (
    guild: string,
    lesson: string,
  ) => Promise<readonly { readonly user: string; readonly todo: number; readonly times: number }[]>;
  readonly recordCheck: (
    student: Student,
    lesson: string,
    result: { readonly ready: boolean | null; readonly done: number; readonly of: number },
    at: number,
  ) => Promise<void>;
  /** What a check saw of a student's TODOs. */
  readonly recordTodos: (
    student: Student,
    lesson: string,
    todos: Readonly<Record<number, TodoState>>,
    at: number,
  ) => Promise<void>;
  /** The newest state of every student. */
  readonly latestTodos: (
    guild: string,
    lesson: string,
  ) => Promise<readonly (TodosSeen & { readonly user: string })[]>;
  /** Every change of one student's, oldest first. */
  readonly todoHistory: (student: Student, lesson: string) => Promise<readonly TodosSeen[]>;
  /** Moments at which a student did something in a lesson, in any order. */
  readonly activityTimes: (student: Student, lesson: string) => Promise<readonly number[]>;
}
