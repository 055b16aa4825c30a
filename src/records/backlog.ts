import type { Student } from './student.ts';
import type { Submission } from './submissions.ts';

/** Where to go on in the list of submissions whose student was not notified. */
export type NotificationCursor = Pick<Submission, 'id' | 'judgedAt'>;

/** Submissions by what they still wait for: a job, a verdict, a notification, a decision of a teaching assistant. */
export interface BacklogRecords {
  /** Submissions that are recorded but not queued, oldest first. */
  readonly unqueued: (limit: number) => Promise<readonly Submission[]>;
  /** Submissions without a standing verdict that say they are queued, oldest first. */
  readonly unjudged: (limit: number) => Promise<readonly Submission[]>;
  /** Judged submissions whose student was not notified, oldest first; those that come after one when that is given. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly Submission[]>;
  /** Submissions whose student was notified of the standing verdict at this moment (Unix milliseconds) or after it, newest first. */
  readonly notifiedSince: (at: number, limit: number) => Promise<readonly Submission[]>;
  /** Submissions of a guild that have no verdict yet, oldest first. */
  readonly pendingIn: (guild: string) => Promise<readonly Submission[]>;
  /** Those of one student for a lesson, oldest first. */
  readonly pendingOf: (student: Student, lesson: string) => Promise<readonly Submission[]>;
  /** Submissions of a class without a verdict: how many (counted up to some thousands), and when the oldest was received. */
  readonly pendingCount: (
    guild: string,
  ) => Promise<{ readonly count: number; readonly oldest: number | null }>;
  /** The submissions of all guilds that have had no verdict for the longest time. */
  readonly oldestPending: (
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly receivedAt: number }[]>;
  /** Submissions whose newest run ended in an error of ours and that nothing newer took the place of, newest first. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
}
