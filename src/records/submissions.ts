import type { SubmittedFiles } from '../submission/files.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/**
 * Where a submission's answer is: an interaction's reply (its token is valid for 15 minutes), or a message of the bot in a DM.
 * `message` is null until it is sent.
 */
export type ReplyPlace =
  | {
      readonly kind: 'interaction';
      readonly token: string;
      readonly expiresAt: number;
      readonly channel: string | null;
    }
  | { readonly kind: 'message'; readonly channel: string; readonly message: string };

/** recorded: in the records, not yet in the queue. queued: it has a job. judged: it has a standing verdict. */
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
  /** The standing verdict, possibly of an earlier run: a run that broke down or was cancelled does not replace it. */
  readonly verdict: Verdict | null;
  readonly judgedAt: number | null;
  /** When the student was notified of the standing verdict; null until then. */
  readonly notifiedAt: number | null;
  /** Where its files come from; null when they were sent through Discord. */
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
  /** The newest submission of a student for a lesson. */
  readonly latest: (student: Student, lesson: string) => Promise<Submission | null>;
  /** Null when there is no longer an answer that can be edited. */
  readonly setReply: (id: string, reply: ReplyPlace | null) => Promise<void>;
  /** Records that the files of a submission were also found at this pull request. */
  readonly setPullRequest: (id: string, pullRequest: SubmittedPullRequest) => Promise<void>;
  /** The pull request that a student submitted last for a lesson. */
  readonly latestPullRequest: (student: Student, lesson: string) => Promise<SubmittedPullRequest | null>;
  /** Whether another student of the class submitted the pull request at that address for that lesson. */
  readonly isOthersPullRequest: (student: Student, lesson: string, url: string) => Promise<boolean>;
  /** Starts another run of a submission and returns it in state `recorded`. */
  readonly newRun: (id: string) => Promise<Submission>;
  /**
   * Starts another run requested by a teaching assistant. Null when the submission is no longer judged as of that run, so that of
   * several simultaneous requests only one starts a run.
   */
  readonly restart: (id: string, run: number) => Promise<Submission | null>;
  /**
   * Records a verdict. Returns true if it ends the newest run and was not recorded before. Only a pass or failure replaces an
   * earlier pass or failure.
   */
  readonly judge: (id: string, run: number, verdict: Verdict, at: number) => Promise<boolean>;
  /** Records that these runs have a job in the queue. */
  readonly markQueued: (runs: readonly { readonly id: string; readonly run: number }[]) => Promise<void>;
  readonly markNotified: (id: string, run: number, at: number) => Promise<void>;
  /**
   * The times at which a student's verifications since a time were received, oldest first. Not counted: internal errors, replaced
   * submissions, cancellations by a TA, and reused verdicts, because they cost nothing or were not the student's fault.
   */
  readonly turnsSince: (student: Student, lesson: string, since: number) => Promise<readonly number[]>;
}
