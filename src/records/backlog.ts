import type { Student } from './student.ts';
import type { Submission } from './submissions.ts';

/** Where to continue in the list of submissions whose student was not notified. */
export type NotificationCursor = Pick<Submission, 'id' | 'judgedAt'>;

/** Submissions by what they are waiting for: a job, a verdict, a notification, a decision by a teaching assistant. */
export interface BacklogRecords {
  /** Submissions that are recorded but not queued, oldest first. */
  readonly unqueued: (limit: number) => Promise<readonly Submission[]>;
  /** Submissions in state `queued` without a standing verdict, oldest first. */
  readonly unjudged: (limit: number) => Promise<readonly Submission[]>;
  /** Judged submissions whose student was not notified, oldest first; with `after`, those that follow it. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly Submission[]>;
  /** Submissions whose student was notified of the standing verdict at or after this time (Unix milliseconds), newest first. */
  readonly notifiedSince: (at: number, limit: number) => Promise<readonly Submission[]>;
  /** Submissions of a guild that have no verdict yet, oldest first. */
  readonly pendingIn: (guild: string) => Promise<readonly Submission[]>;
  /** The same for one student and lesson, oldest first. */
  readonly pendingOf: (student: Student, lesson: string) => Promise<readonly Submission[]>;
  /** Submissions of a class without a verdict: the number (counted up to some thousands), and when the oldest was received. */
  readonly pendingCount: (
    guild: string,
  ) => Promise<{ readonly count: number; readonly oldest: number | null }>;
  /** The submissions of all guilds that have waited longest for a verdict. */
  readonly oldestPending: (
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly receivedAt: number }[]>;
  /** Submissions whose newest run ended in an internal error and that no newer submission replaced, newest first. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
}
