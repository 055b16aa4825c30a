import type { Outcome } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/** What is stored about a student, as she is shown it. Moments are Unix milliseconds. */
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
    /** False once only what a grade needs is left of it. */
    readonly withFiles: boolean;
  }[];
  /** TODOs whose hint she opened. */
  readonly hints: number;
  readonly checks: number;
  /** Questions to the teaching assistants. */
  readonly asks: number;
  /** Items ticked in the lessons' checklists. */
  readonly ticks: number;
  /** Addresses of the pull requests that she submitted. */
  readonly pullRequests: readonly string[];
  /** The name that the server shows for her. */
  readonly name: string | null;
  /** Lessons that she chose for herself. */
  readonly ownLessons: readonly string[];
  /** The language that Discord named for her. */
  readonly locale: string | null;
  /** Whether her DM with the bot is known. */
  readonly dm: boolean;
}

/** What is stored about a student, shown and erased at their request, and pruned once it is old. */
export interface PersonalDataRecords {
  readonly of: (student: Student) => Promise<StoredPersonalData>;
  /**
   * Deletes what is kept of a student, but for submissions that have no verdict yet. Of lessons for which
   * `keepsResults` says so, how each verification came out stays, for her grade.
   */
  readonly erase: (student: Student, keepsResults: (lesson: string) => boolean) => Promise<void>;
  /** Deletes files and reduces submissions to their results where they are older than a moment. Returns how many. */
  readonly prune: (before: number) => Promise<{ readonly submissions: number; readonly files: number }>;
}
