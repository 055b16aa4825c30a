import type { FailedRun } from '../grading/common-failures.ts';
import type { Outcome } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/** The part of a submission that the gradebook needs, without files or log. */
export interface AttemptLine {
  readonly user: string;
  readonly submission: string;
  readonly receivedAt: number;
  readonly outcome: Outcome | null;
  /** Whether the verdict was replayed, because the same files already had it. */
  readonly replayed: boolean;
}

/** A summary of a student's submissions. */
export interface AttemptFigures {
  readonly user: string;
  /** The number of submissions that passed or failed. */
  readonly rated: number;
  /** When the first submission that passed was received; null if none has. */
  readonly passedAt: number | null;
  readonly latestAt: number;
}

/** Submissions for the gradebook, of a student or of a whole class. */
export interface AttemptRecords {
  /** All submissions of a class for a lesson, oldest first. */
  readonly all: (guild: string, lesson: string) => Promise<readonly AttemptLine[]>;
  /** All submissions of a student for a lesson, oldest first. */
  readonly of: (student: Student, lesson: string) => Promise<readonly AttemptLine[]>;
  /**
   * A summary per student, calculated by the database. For a class of hundreds with thousands of submissions it returns only hundreds of
   * rows.
   */
  readonly figures: (guild: string, lesson: string) => Promise<readonly AttemptFigures[]>;
  /** The outcome of each student's newest submission; if it failed, where and why. */
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
