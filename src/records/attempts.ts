import type { FailedRun } from '../grading/common-failures.ts';
import type { Outcome } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/** A submission as needed for the gradebook: without files and log. */
export interface AttemptLine {
  readonly user: string;
  readonly submission: string;
  readonly receivedAt: number;
  readonly outcome: Outcome | null;
  /** The verdict was reused because the same files had it before. */
  readonly replayed: boolean;
}

/** Totals of a student's submissions. */
export interface AttemptFigures {
  readonly user: string;
  /** Those that passed or failed. */
  readonly rated: number;
  /** When the first submission that passed was received. */
  readonly passedAt: number | null;
  readonly latestAt: number;
}

/** Submissions as needed for a gradebook, of one student or of a whole class. */
export interface AttemptRecords {
  /** Every submission of a class for a lesson, oldest first. */
  readonly all: (guild: string, lesson: string) => Promise<readonly AttemptLine[]>;
  /** The same for one student. */
  readonly of: (student: Student, lesson: string) => Promise<readonly AttemptLine[]>;
  /**
   * The same, counted by the database: for a class of hundreds with thousands of submissions it returns only hundreds of rows.
   */
  readonly figures: (guild: string, lesson: string) => Promise<readonly AttemptFigures[]>;
  /** The outcome of each student's newest submission; for a failure, the TODO and the reason. */
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
