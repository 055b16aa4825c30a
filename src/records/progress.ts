import type { TodoState } from '../grading/class-view.ts';
import type { TodosSeen } from '../grading/time-on-todos.ts';
import type { Student } from './student.ts';

/** Students' progress: the hints they took, the results of checks, and when they were active. */
export interface ProgressRecords {
  readonly recordHint: (student: Student, lesson: string, todo: number, at: number) => Promise<void>;
  readonly hintsTaken: (student: Student, lesson: string) => Promise<readonly number[]>;
  /** Records a step of a hint before its answer, by the step's name. */
  readonly recordRung: (
    student: Student,
    lesson: string,
    step: { readonly todo: number; readonly rung: string },
    at: number,
  ) => Promise<void>;
  /** The steps that a student took of a TODO's hint, and when each was first taken. */
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
  /** Records the status of a student's TODOs in a check. */
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
  /** Every change of one student's statuses, oldest first. */
  readonly todoHistory: (student: Student, lesson: string) => Promise<readonly TodosSeen[]>;
  /** The times at which a student did something in a lesson, in any order. */
  readonly activityTimes: (student: Student, lesson: string) => Promise<readonly number[]>;
}
