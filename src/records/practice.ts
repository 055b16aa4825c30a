import type { Hunt } from '../submission/practice.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { NotificationCursor } from './backlog.ts';
import type { Student } from './student.ts';
import type { ReplyPlace, Submission } from './submissions.ts';

/**
 * A practice run: files that a student wrote for practice are built and run for real, and the student is shown the result. It is
 * not a submission and has a table of its own, so nothing that reads submissions (grades, points, attempts, remembered verdicts,
 * class statistics, an older bot beside this one) can mistake it for one. It is deleted once its student was notified; only the
 * fact that a turn was used is kept.
 */
export interface PracticeRun
  extends Pick<
    Submission,
    | 'id'
    | 'student'
    | 'lesson'
    | 'files'
    | 'filesDigest'
    | 'receivedAt'
    | 'run'
    | 'runBy'
    | 'state'
    | 'reply'
    | 'verdict'
    | 'judgedAt'
  > {
  readonly hunt: Hunt;
}

export interface ReceivedPractice
  extends Pick<PracticeRun, 'id' | 'student' | 'lesson' | 'files' | 'receivedAt' | 'reply' | 'hunt'> {}

/** A class, or one student in it. */
export interface PracticeScope {
  readonly guild: string;
  readonly user?: string;
}

/** Practice runs, from the request until the student was notified. */
export interface PracticeRecords {
  readonly create: (practice: ReceivedPractice) => Promise<PracticeRun>;
  readonly get: (id: string) => Promise<PracticeRun | null>;
  readonly setReply: (id: string, reply: ReplyPlace) => Promise<void>;
  /**
   * The times of a student's turns since a time, oldest first. Runs that ended in an internal error, or were ended by a teaching
   * assistant, do not count.
   */
  readonly turnsSince: (student: Student, since: number) => Promise<readonly number[]>;
  /** Records the result; returns true if none was recorded before. */
  readonly judge: (id: string, verdict: Verdict, at: number) => Promise<boolean>;
  /** Runs that have not ended, oldest first: of a class, of a student, or of all. */
  readonly underway: (limit: number, of?: PracticeScope) => Promise<readonly PracticeRun[]>;
  /** Runs whose student was not notified, oldest first; with `after`, those that follow it. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly PracticeRun[]>;
  /** Deletes a run after its student was notified, except for the fact that a turn was used. */
  readonly forget: (id: string) => Promise<void>;
  /** Deletes everything about a run that never started. */
  readonly discard: (id: string) => Promise<void>;
}
