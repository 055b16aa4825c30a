import type { JobState, QueueOverview, QueuePosition, WorkerControls } from '../queue/verify-queue.ts';
import type { OutcomeCounts, ReplyPlace, Student, Submission } from '../records/records.ts';
import type { SubmittedFiles } from '../submission/files.ts';
import type { Progress } from '../submission/job.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { PracticeDesk } from './practice-desk.ts';
import type { SubmissionLimits, SubmissionRefusal } from './rate-limit.ts';

/**
 * The desk accepts submissions and delivers verdicts. It records first, then queues; whatever fails in between is repaired at the
 * start and every minute. It builds on the records and the queue, and the Discord bot builds on it.
 */
export interface Desk extends StaffControls {
  /** Accepts a submission: records it, then queues it, unless it need not or may not be verified. */
  readonly submit: (work: NewSubmission) => Promise<SubmitOutcome>;
  /** Makes a reused verdict that was shown to the student the submission's own, and marks the student as notified. */
  readonly settleRemembered: (submission: Submission, verdict: Verdict) => Promise<void>;
  /** Records the location of a submission's answer once it is known. Returns the previous location. */
  readonly replyAt: (submission: string, reply: ReplyPlace) => Promise<ReplyPlace | null>;
  /** Practice runs. */
  readonly practice: PracticeDesk;
  /** The student's newest submission and the state of its job; `job` is null when the queue is away. */
  readonly status: (student: Student, lesson: string) => Promise<SubmissionStatus | null>;
  /**
   * Cancels a submission that has no verdict yet. Returns false when it is over, or when a student wants to cancel a run started
   * by a teaching assistant. `evenStaffs` allows that, for the deletion of a student's data.
   */
  readonly cancel: (
    submission: Submission,
    why: 'by-student' | 'by-ta',
    how?: { readonly evenStaffs?: boolean },
  ) => Promise<boolean>;
  /** What /queue shows; `queue` is null when Redis is away. */
  readonly overview: (
    guild: string,
  ) => Promise<{ readonly queue: QueueOverview | null; readonly today: OutcomeCounts }>;
  /** Progress of a submission's job: for live display only; reports may be lost. */
  readonly onProgress: (
    listener: (submission: string, run: number, progress: Progress) => void,
  ) => () => void;
  /** Calls `notify` with every standing verdict that its student does not know yet, until it returns without an error. */
  readonly notifyWith: (
    notify: (submission: Submission) => Promise<void>,
    /** Whether this bot, of several, notifies the students of a class now. Default: all classes. */
    owns?: (guild: string) => boolean,
  ) => void;
  /** Looks immediately for students to notify, after standing verdicts changed outside of the desk. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/** Actions of teaching assistants. Those that use the queue throw QueueAway while Redis is away. */
export interface StaffControls extends WorkerControls {
  /** Moves a waiting submission to the front; false when it is not waiting (any more). */
  readonly promote: (submission: Submission) => Promise<boolean>;
  /**
   * Verifies a judged submission again in a new run, whose verdict the student is notified of; null when one is already in
   * progress.
   */
  readonly retry: (submission: Submission) => Promise<Submission | null>;
  /**
   * Verifies a judged submission under another lesson, in a run that is not the current one: its verdict is recorded as history,
   * and nobody is notified. It queues behind all students' own submissions.
   */
  readonly tryOut: (submission: Submission, run: number, lesson: Submission['lesson']) => Promise<void>;
  /** Cancels all waiting submissions of a guild; running ones continue. Returns how many. */
  readonly clearWaiting: (guild: string) => Promise<number>;
  /** Runs that ended in an internal error after all attempts, newest first; they await a TA's decision. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
  /** Since when the oldest waiting submission has been waiting (Unix milliseconds); null when none is waiting. */
  readonly oldestWaiting: () => Promise<number | null>;
}

export interface SubmissionStatus {
  readonly submission: Submission;
  readonly job: JobState | null;
}

/** A submission by a student. */
export interface NewSubmission {
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: SubmittedFiles;
  readonly reply: ReplyPlace | null;
  /** The lesson's limits; without them, turns are unlimited. */
  readonly turns?: SubmissionLimits;
  /** The student wants it verified even if a verdict for the same files is remembered. */
  readonly again?: boolean;
  /** The pull request that the files come from, if any. */
  readonly pullRequest?: SubmittedPullRequest;
}

/** The state of a submission that was recorded, now or before. */
export type AcceptedSubmission =
  | {
      readonly kind: 'queued';
      readonly submission: Submission;
      readonly position: QueuePosition;
      /** The number of workers. */
      readonly workers: number;
      /** The older, still waiting submission that this one replaced. */
      readonly replaced: Submission | null;
    }
  /** The queue is away; the submission will be queued when it is back. */
  | { readonly kind: 'recorded'; readonly submission: Submission }
  /** The same files are already in progress as `submission`; this is their state. */
  | {
      readonly kind: 'joined';
      readonly submission: Submission;
      readonly status: SubmissionStatus;
      /** Null while the queue is away. */
      readonly workers: number | null;
    }
  /** The same files had this verdict before. Nothing is verified, and {@link Desk.settleRemembered} makes the verdict stand. */
  | {
      readonly kind: 'remembered';
      readonly submission: Submission;
      readonly verdict: Verdict;
      readonly replaced: Submission | null;
    };

/** `refused`: the student has to wait, or the queue is full; nothing was recorded. */
export type SubmitOutcome =
  | AcceptedSubmission
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusal };
