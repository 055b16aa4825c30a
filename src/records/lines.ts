import type { Student, Submission } from './handed-in.ts';

/** Which submissions stand in line, how often a student had her turn, and what was put aside. */
export interface LineRecords {
  /** Submissions of a guild that have no verdict yet, oldest first. */
  readonly underway: (guild: string) => Promise<readonly Submission[]>;
  /** Those of one student for a lesson, oldest first. */
  readonly underwayOf: (student: Student, lesson: string) => Promise<readonly Submission[]>;
  /** These runs have their job in the queue. */
  readonly markAllQueued: (runs: readonly { readonly id: string; readonly run: number }[]) => Promise<void>;
  /** Submissions whose newest run ended in an error of ours and that nothing newer took the place of, newest first. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
  /** The submissions of all guilds that have had no verdict for the longest time. */
  readonly oldestUnderway: (
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly receivedAt: number }[]>;
  /**
   * When a student's verifications since a moment were received, oldest first. What ended by an error of ours, was
   * replaced, was called off by a TA or was told again without a run does not count: it cost nothing, or was not hers to bear.
   */
  readonly turnsSince: (student: Student, lesson: string, since: number) => Promise<readonly number[]>;
}
