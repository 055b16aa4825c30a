import type { Student } from './student.ts';
import type { Submission } from './submissions.ts';

/** A position in the list of submissions without a notification. */
export type NotificationCursor = Pick<Submission, 'id' | 'judgedAt'>;

/** Submissions that are waiting for a job, a verdict, a notification or a decision by a teaching assistant. */
export interface BacklogRecords {
  /** Submissions that are recorded but not queued, oldest first. */
  readonly unqueued: (limit: number) => Promise<readonly Submission[]>;
  /** Queued submissions whose newest run has no verdict, oldest first. */
  readonly unjudged: (limit: number) => Promise<readonly Submission[]>;
  /** Judged submissions whose student has not been notified, oldest first; optionally those after a cursor. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly Submission[]>;
  /** Submissions whose student was notified of the standing verdict at or after a time (Unix milliseconds), newest first. */
  readonly notifiedSince: (at: number, limit: number) => Promise<readonly Submission[]>;
  /** Submissions of a guild without a verdict, oldest first. */
  readonly pendingIn: (guild: string) => Promise<readonly Submission[]>;
  /** Submissions of a student for a lesson without a verdict, oldest first. */
  readonly pendingOf: (student: Student, lesson: string) => Promise<readonly Submission[]>;
  /** The number of submissions of a class without a verdict (up to a thousand in each state), and when the oldest was received. */
  readonly pendingCount: (
    guild: string,
  ) => Promise<{ readonly count: number; readonly oldest: number | null }>;
  /** The submissions of all guilds that have been without a verdict for the longest time. */
  readonly oldestPending: (
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly receivedAt: number }[]>;
  /** Submissions whose newest run ended with an infrastructure error and that no newer submission has replaced, newest first. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
}
