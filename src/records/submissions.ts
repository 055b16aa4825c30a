import type { SubmittedFiles } from '../submission/files.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/**
 * Where the answer to a submission is displayed: in the reply to an interaction (its token is valid for 15 minutes), or in a message of the
 * bot in a DM. `message` is null until it has been sent.
 */
export type ReplyPlace =
  | {
      readonly kind: 'interaction';
      readonly token: string;
      readonly expiresAt: number;
      readonly channel: string | null;
    }
  | { readonly kind: 'message'; readonly channel: string; readonly message: string };

/** recorded: in the records, but not in the queue. queued: has a job. judged: has a standing verdict. */
export type SubmissionState = 'recorded' | 'queued' | 'judged';

export interface Submission {
  readonly id: string;
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: SubmittedFiles;
  readonly filesDigest: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** The newest run. */
  readonly run: number;
  /** Who started it. A student cannot cancel a run that a teaching assistant started. */
  readonly runBy: 'student' | 'ta';
  readonly state: SubmissionState;
  readonly reply: ReplyPlace | null;
  /** The standing verdict, which may be that of an earlier run: a run that broke down or was cancelled does not replace it. */
  readonly verdict: Verdict | null;
  readonly judgedAt: number | null;
  /** When the student was notified of the standing verdict; null if they have not been. */
  readonly notifiedAt: number | null;
  /** The source of the files; null if they were sent through Discord. */
  readonly pullRequest: SubmittedPullRequest | null;
}

export interface ReceivedSubmission {
  readonly id: string;
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: SubmittedFiles;
  readonly receivedAt: number;
  readonly reply: ReplyPlace | null;
  readonly pullRequest?: SubmittedPullRequest | null;
}

/** Submissions and their runs, from receipt to the notification of the verdict. */
export interface SubmissionRecords {
  readonly create: (submission: ReceivedSubmission) => Promise<Submission>;
  readonly get: (id: string) => Promise<Submission | null>;
  /** A student's newest submission for a lesson. */
  readonly latest: (student: Student, lesson: string) => Promise<Submission | null>;
  /** Null if the answer can no longer be edited. */
  readonly setReply: (id: string, reply: ReplyPlace | null) => Promise<void>;
  /** Records that a submission's files have also been submitted by this pull request. */
  readonly setPullRequest: (id: string, pullRequest: SubmittedPullRequest) => Promise<void>;
  /** The pull request that a student last submitted for a lesson. */
  readonly latestPullRequest: (student: Student, lesson: string) => Promise<SubmittedPullRequest | null>;
  /** Whether another student of the class has submitted the pull request at this URL for the lesson. */
  readonly isOthersPullRequest: (student: Student, lesson: string, url: string) => Promise<boolean>;
  /** Starts another run of a submission and returns it in state `recorded`. */
  readonly newRun: (id: string) => Promise<Submission>;
  /**
   * Starts another run for a teaching assistant. Null if the submission is not judged, or `run` is no longer its newest run, so that only
   * one of several simultaneous requests starts a run.
   */
  readonly restart: (id: string, run: number) => Promise<Submission | null>;
  /**
   * Records a verdict; true if it is the first for the newest run. A verdict that passed or failed can only be replaced by another such
   * verdict.
   */
  readonly judge: (id: string, run: number, verdict: Verdict, at: number) => Promise<boolean>;
  /** Records that these runs have jobs in the queue. */
  readonly markQueued: (runs: readonly { readonly id: string; readonly run: number }[]) => Promise<void>;
  readonly markNotified: (id: string, run: number, at: number) => Promise<void>;
  /**
   * The times at which a student's verifications since a time were received, oldest first. Not counted are those that ended with an
   * infrastructure error, were superseded, were cancelled by a TA or were replayed, because they took no box or were not the student's
   * responsibility.
   */
  readonly turnsSince: (student: Student, lesson: string, since: number) => Promise<readonly number[]>;
}
