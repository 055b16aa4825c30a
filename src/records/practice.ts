import type { Hunt } from '../submission/practice.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { NotificationCursor } from './backlog.ts';
import type { Student } from './student.ts';
import type { ReplyPlace, Submission } from './submissions.ts';

/**
 * A run that is not a verification: a student's practice files are built and run for real, and the student is shown the outcome. It is not
 * a submission and has its own table, so that nothing that reads submissions (grades, points, attempts, results, remembered verdicts, class
 * statistics, an older bot sharing the records) can mistake it for one. It is deleted once the student has been notified; only the time of
 * the run is kept, for the daily limit.
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

/** A class, or a student in it. */
export interface PracticeScope {
  readonly guild: string;
  readonly user?: string;
}

/** Practice runs, from the request until the student has been notified. */
export interface PracticeRecords {
  readonly create: (practice: ReceivedPractice) => Promise<PracticeRun>;
  readonly get: (id: string) => Promise<PracticeRun | null>;
  readonly setReply: (id: string, reply: ReplyPlace) => Promise<void>;
  /**
   * The times of a student's runs since a time, oldest first. Runs that failed on our side or were cancelled by a teaching assistant do not
   * count.
   */
  readonly turnsSince: (student: Student, since: number) => Promise<readonly number[]>;
  /** Records the verdict; true if there was none before. */
  readonly judge: (id: string, verdict: Verdict, at: number) => Promise<boolean>;
  /** Unfinished runs, oldest first: of a class, of a student in it, or all. */
  readonly underway: (limit: number, of?: PracticeScope) => Promise<readonly PracticeRun[]>;
  /** Runs whose student has not been notified, oldest first; optionally those after a cursor. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly PracticeRun[]>;
  /** Call when the student has been notified: deletes everything except that there was a run. */
  readonly forget: (id: string) => Promise<void>;
  /** Deletes everything about a run that was never started. */
  readonly discard: (id: string) => Promise<void>;
}
