import type { Hunt } from '../submission/practice.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { NotificationCursor } from './backlog.ts';
import type { Student } from './student.ts';
import type { ReplyPlace, Submission } from './submissions.ts';

/**
 * A run that is not a verification: files that a student wrote for practice are built and run for real, and she is shown the outcome.
 * It is not a submission and stands in a table of its own, so nothing that reads submissions (grades, points, tries, what passed,
 * remembered verdicts, figures of a class, an older bot beside this one) can ever take it for one. It is deleted once its student was notified; that
 * she had a turn is kept.
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

/** Runs for practice, from the moment that one is asked for until its student was notified. */
export interface PracticeRecords {
  readonly create: (practice: ReceivedPractice) => Promise<PracticeRun>;
  readonly get: (id: string) => Promise<PracticeRun | null>;
  readonly setReply: (id: string, reply: ReplyPlace) => Promise<void>;
  /** When a student's turns since a moment were, oldest first. One that broke down or that a teaching assistant ended is none. */
  readonly turnsSince: (student: Student, since: number) => Promise<readonly number[]>;
  /** Records how it ended; true when that was not recorded before. */
  readonly judge: (id: string, verdict: Verdict, at: number) => Promise<boolean>;
  /** Those that have not ended, oldest first: of a class, of one student in it, or of all. */
  readonly underway: (limit: number, of?: PracticeScope) => Promise<readonly PracticeRun[]>;
  /** Those whose student was not notified, oldest first; those that come after one when that is given. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly PracticeRun[]>;
  /** Its student was notified: all but the fact that she had a turn is deleted. */
  readonly forget: (id: string) => Promise<void>;
  /** It never started: everything about it is deleted. */
  readonly discard: (id: string) => Promise<void>;
}
