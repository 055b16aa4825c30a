import type { JobState, QueueOverview, QueuePosition, WorkerControls } from '../queue/verify-queue.ts';
import type { OutcomeCounts, ReplyPlace, Student, Submission } from '../records/records.ts';
import type { SubmittedFiles } from '../submission/files.ts';
import type { Progress } from '../submission/job.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { PracticeDesk } from './practice-desk.ts';
import type { SubmissionLimits, SubmissionRefusal } from './rate-limit.ts';

/**
 * The desk accepts submissions and delivers verdicts: record first, then queue, and whatever breaks in between is
 * repaired at start and every minute. It stands on the records and the queue; Discord stands on it.
 */
export interface Desk extends StaffControls {
  /** Takes a submission in: records it, then queues it, unless it need not or may not be verified. */
  readonly submit: (work: NewSubmission) => Promise<SubmitOutcome>;
  /** A remembered verdict was shown: now it is the submission's, and its student knows it. */
  readonly settleRemembered: (submission: Submission, verdict: Verdict) => Promise<void>;
  /** Records where the answer to a submission is shown, once that is known. Returns where it was shown before. */
  readonly replyAt: (submission: string, reply: ReplyPlace) => Promise<ReplyPlace | null>;
  /** Runs that are no verifications. */
  readonly practice: PracticeDesk;
  /** The student's newest submission, with what its job does now; `job` is null when the queue is away. */
  readonly status: (student: Student, lesson: string) => Promise<SubmissionStatus | null>;
  /**
   * Cancels what has no verdict yet; false when it is over, or when a student wants to cancel a run that a teaching
   * assistant started. `evenStaffs`: because she has her data deleted.
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
  /** Progress of a submission's job: shown live, may be lost, and nothing depends on it. */
  readonly onProgress: (
    listener: (submission: string, run: number, progress: Progress) => void,
  ) => () => void;
  /** Has `notify` called with every standing verdict that its student does not know yet, until it returns without an error. */
  readonly notifyWith: (
    notify: (submission: Submission) => Promise<void>,
    /** Whether this bot, of several, notifies the students of a class now; it does all when left out. */
    owns?: (guild: string) => boolean,
  ) => void;
  /** Standing verdicts changed without the desk: students who are to be notified are looked for at once, not in the next round. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/** What a teaching assistant can do. Those that ask the queue throw QueueAway while Redis is away. */
export interface StaffControls extends WorkerControls {
  /** Puts a waiting submission before all others; false when it does not wait (any more). */
  readonly promote: (submission: Submission) => Promise<boolean>;
  /**
   * Verifies a judged submission again, as a new run of whose verdict its student is notified; null when one is under
   * way already.
   */
  readonly retry: (submission: Submission) => Promise<Submission | null>;
  /**
   * Verifies a judged submission under another lesson, as a run that is not the current one: its verdict is recorded
   * as history, and nobody is notified. It queues behind every student's own.
   */
  readonly tryOut: (submission: Submission, run: number, lesson: Submission['lesson']) => Promise<void>;
  /** Cancels everything of a guild that waits; what runs goes on. Returns how many. */
  readonly clearWaiting: (guild: string) => Promise<number>;
  /** Runs that ended in an error of ours after all attempts, newest first: they wait for a TA's decision. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
  /** Since when the oldest waiting submission has been waiting (Unix milliseconds); null when none is. */
  readonly oldestWaiting: () => Promise<number | null>;
}

export interface SubmissionStatus {
  readonly submission: Submission;
  readonly job: JobState | null;
}

/** What a student submits. */
export interface NewSubmission {
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: SubmittedFiles;
  readonly reply: ReplyPlace | null;
  /** The lesson's; without them a student may have as many turns as she likes. */
  readonly turns?: SubmissionLimits;
  /** She wants it verified again, even if a verdict for the same files is remembered. */
  readonly again?: boolean;
  /** Where the files come from, when that is a pull request. */
  readonly pullRequest?: SubmittedPullRequest;
}

/** What became of a submission that was recorded, now or before. */
export type AcceptedSubmission =
  | {
      readonly kind: 'queued';
      readonly submission: Submission;
      readonly position: QueuePosition;
      /** How many workers there are. */
      readonly workers: number;
      /** The older submission that still waited and was replaced by this one. */
      readonly replaced: Submission | null;
    }
  /** The queue is away: it will be queued when it is back. */
  | { readonly kind: 'recorded'; readonly submission: Submission }
  /** These very files are under way already, as `submission`: this is how they stand. */
  | {
      readonly kind: 'joined';
      readonly submission: Submission;
      readonly status: SubmissionStatus;
      /** Null while the queue is away. */
      readonly workers: number | null;
    }
  /** These very files had this verdict before: nothing is verified, and {@link Desk.settleRemembered} makes it stand. */
  | {
      readonly kind: 'remembered';
      readonly submission: Submission;
      readonly verdict: Verdict;
      readonly replaced: Submission | null;
    };

/** `refused`: it is not this student's turn yet, or the queue is full; nothing was recorded. */
export type SubmitOutcome =
  | AcceptedSubmission
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusal };
