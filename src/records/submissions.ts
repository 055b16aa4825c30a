import type { SubmittedFiles } from '../submission/files.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { Student } from './student.ts';

/**
 * Where a submission's answer lives: an interaction's reply (its token is good for 15 minutes),
 * or a message of the bot's own in a DM. `message` is null until it is sent.
 */
export type ReplyPlace =
  | {
      readonly kind: 'interaction';
      readonly token: string;
      readonly expiresAt: number;
      readonly channel: string | null;
    }
  | { readonly kind: 'message'; readonly channel: string; readonly message: string };

/** recorded: in the records, not yet in the queue. queued: a job carries it. judged: it has a standing verdict. */
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
  /** Who started it: a teaching assistant's is not the student's to cancel. */
  readonly runBy: 'student' | 'ta';
  readonly state: SubmissionState;
  readonly reply: ReplyPlace | null;
  /** The standing one, which an earlier run may have had: what broke down or was cancelled takes nothing from it. */
  readonly verdict: Verdict | null;
  readonly judgedAt: number | null;
  /** When the student was notified of the standing verdict; null until then. */
  readonly notifiedAt: number | null;
  /** Where its files come from; null when they came through Discord. */
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

/** Submissions and their runs, from the moment that one is received to the notification of its verdict. */
export interface SubmissionRecords {
  readonly create: (submission: ReceivedSubmission) => Promise<Submission>;
  readonly get: (id: string) => Promise<Submission | null>;
  /** The newest submission of a student for a lesson. */
  readonly latest: (student: Student, lesson: string) => Promise<Submission | null>;
  /** Null: nothing of it can be edited any more. */
  readonly setReply: (id: string, reply: ReplyPlace | null) => Promise<void>;
  /** The files of a submission were found at this pull request as well. */
  readonly setPullRequest: (id: string, pullRequest: SubmittedPullRequest) => Promise<void>;
  /** The pull request that a student submitted last for a lesson. */
  readonly latestPullRequest: (student: Student, lesson: string) => Promise<SubmittedPullRequest | null>;
  /** Whether somebody else of her class submitted the pull request at that address for that lesson. */
  readonly isOthersPullRequest: (student: Student, lesson: string, url: string) => Promise<boolean>;
  /** Starts another run of a submission and returns it in state `recorded`. */
  readonly newRun: (id: string) => Promise<Submission>;
  /**
   * Starts another run because a teaching assistant wants one; null when the submission is not (any more) judged as of
   * that run, so that of several who press at once one starts it.
   */
  readonly restart: (id: string, run: number) => Promise<Submission | null>;
  /**
   * Records a verdict; true when it ends the newest run and was not recorded before. Only what passed or failed takes
   * the place of what passed or failed.
   */
  readonly judge: (id: string, run: number, verdict: Verdict, at: number) => Promise<boolean>;
  /** These runs have their job in the queue. */
  readonly markQueued: (runs: readonly { readonly id: string; readonly run: number }[]) => Promise<void>;
  readonly markNotified: (id: string, run: number, at: number) => Promise<void>;
  /**
   * When a student's verifications since a moment were received, oldest first. What ended by an error of ours, was
   * replaced, was cancelled by a TA or was answered again without a run does not count: it cost nothing, or was not hers to bear.
   */
  readonly turnsSince: (student: Student, lesson: string, since: number) => Promise<readonly number[]>;
}
