import type { Outcome } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/** What is stored about a student, in the form shown to them. Times are Unix milliseconds. */
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
    /** Null while it has no verdict. */
    readonly outcome: Outcome | null;
    /** False once it is reduced to what a grade needs. */
    readonly withFiles: boolean;
  }[];
  /** TODOs whose hint the student opened. */
  readonly hints: number;
  readonly checks: number;
  /** Questions to the teaching assistants. */
  readonly asks: number;
  /** Items ticked in the lessons' checklists. */
  readonly ticks: number;
  /** Addresses of the pull requests that the student submitted. */
  readonly pullRequests: readonly string[];
  /** The student's display name in the server. */
  readonly name: string | null;
  /** Lessons that the student chose. */
  readonly ownLessons: readonly string[];
  /** The language that Discord reported for the student. */
  readonly locale: string | null;
  /** Whether the student's DM with the bot is known. */
  readonly dm: boolean;
}

/** What is stored about a student: shown and erased at the student's request, and pruned once it is old. */
export interface PersonalDataRecords {
  readonly of: (student: Student) => Promise<StoredPersonalData>;
  /**
   * Deletes a student's data, except submissions that have no verdict yet. For lessons where `keepsResults` returns true, the
   * results of verifications stay for the grade.
   */
  readonly erase: (student: Student, keepsResults: (lesson: string) => boolean) => Promise<void>;
  /** Deletes files and reduces submissions to their results if they are older than a time. Returns how many. */
  readonly prune: (before: number) => Promise<{ readonly submissions: number; readonly files: number }>;
}
