import type { FailedRun } from '../grading/common-failures.ts';
import type { Outcome } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/** A submission as the gradebook needs it: without files or log. */
export interface AttemptLine {
  readonly user: string;
  readonly submission: string;
  readonly receivedAt: number;
  readonly outcome: Outcome | null;
  /** The verdict was replayed, because the same files had it before. */
  readonly replayed: boolean;
}

/** How a student's submissions came out, in all. */
export interface AttemptFigures {
  readonly user: string;
  /** Those that came out passed or failed. */
  readonly rated: number;
  /** When the first one that passed was received. */
  readonly passedAt: number | null;
  readonly latestAt: number;
}

/** Submissions as a gradebook sees them, of one student or of a whole class. */
export interface AttemptRecords {
  /** Every submission of a class for a lesson, the oldest first. */
  readonly all: (guild: string, lesson: string) => Promise<readonly AttemptLine[]>;
  /** The same of one student. */
  readonly of: (student: Student, lesson: string) => Promise<readonly AttemptLine[]>;
  /** The same counted by the database: a class of hundreds with thousands of submissions costs hundreds of rows. */
  readonly figures: (guild: string, lesson: string) => Promise<readonly AttemptFigures[]>;
  /** How the newest submission of each student came out; where it failed, where and why. */
  readonly latestOutcomes: (
    guild: string,
    lesson: string,
  ) => Promise<
    readonly {
      readonly user: string;
      readonly receivedAt: number;
      readonly outcome: Outcome | null;
      readonly failure: FailedRun | null;
    }[]
  >;
}
