import type { Outcome } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/** The data stored about a student, as it is shown to them. Times are Unix milliseconds. */
export interface StoredPersonalData {
  readonly files: readonly {
    readonly lesson: string;
    readonly path: string;
    readonly bytes: number;
    readonly receivedAt: number;
  }[];
  readonly submissions: readonly {
    readonly id: string;
    readonly lesson: string;
    readonly receivedAt: number;
    /** Null if there is no verdict yet. */
    readonly outcome: Outcome | null;
    /** False if only the parts needed for a grade are left. */
    readonly withFiles: boolean;
  }[];
  /** Number of TODOs whose hint the student opened. */
  readonly hints: number;
  readonly checks: number;
  /** Number of questions to the teaching assistants. */
  readonly asks: number;
  /** Number of items ticked in the lessons' checklists. */
  readonly ticks: number;
  /** URLs of the pull requests that the student submitted. */
  readonly pullRequests: readonly string[];
  /** The student's name in the server. */
  readonly name: string | null;
  /** Lessons that the student chose for themselves. */
  readonly ownLessons: readonly string[];
  /** The language that Discord reported for the student. */
  readonly locale: string | null;
  /** Whether the student's DM with the bot is known. */
  readonly dm: boolean;
}

/** The data about a student, shown and erased on request, and pruned after some time. */
export interface PersonalDataRecords {
  readonly of: (student: Student) => Promise<StoredPersonalData>;
  /**
   * Deletes the data of a student except submissions without a verdict. For lessons with `keepsResults`, the outcomes of verifications are
   * kept for the grade.
   */
  readonly erase: (student: Student, keepsResults: (lesson: string) => boolean) => Promise<void>;
  /** Deletes files, and reduces submissions to their results, if they are older than a time. Returns the numbers. */
  readonly prune: (before: number) => Promise<{ readonly submissions: number; readonly files: number }>;
}
