import type { TodoState } from '../grading/class-view.ts';
import type { TodosSeen } from '../grading/time-on-todos.ts';
import type { Student } from './student.ts';

/** The progress of students: hints they used, results of checks and times of activity. */
export interface ProgressRecords {
  readonly recordHint: (student: Student, lesson: string, todo: number, at: number) => Promise<void>;
  readonly hintsTaken: (student: Student, lesson: string) => Promise<readonly number[]>;
  /** Records a step of a hint that comes before the answer, by name. */
  readonly recordRung: (
    student: Student,
    lesson: string,
    step: { readonly todo: number; readonly rung: string },
    at: number,
  ) => Promise<void>;
  /** The steps of a TODO's hint that a student has used, with the first time of each. */
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
  /** Records the states of a student's TODOs according to a check. */
  readonly recordTodos: (
    student: Student,
    lesson: string,
    todos: Readonly<Record<number, TodoState>>,
    at: number,
  ) => Promise<void>;
  /** The newest states of all students. */
  readonly latestTodos: (
    guild: string,
    lesson: string,
  ) => Promise<readonly (TodosSeen & { readonly user: string })[]>;
  /** All changes of a student's TODOs, oldest first. */
  readonly todoHistory: (student: Student, lesson: string) => Promise<readonly TodosSeen[]>;
  /** Times at which a student did something in a lesson, in no particular order. */
  readonly activityTimes: (student: Student, lesson: string) => Promise<readonly number[]>;
}
