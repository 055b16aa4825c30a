import type { JobState, QueueOverview, QueuePosition, WorkerControls } from '../queue/verify-queue.ts';
import type { OutcomeCounts, ReplyPlace, Student, Submission } from '../records/records.ts';
import type { SubmittedFiles } from '../submission/files.ts';
import type { Progress } from '../submission/job.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { PracticeDesk } from './practice-desk.ts';
import type { SubmissionLimits, SubmissionRefusal } from './submission-limits.ts';

/**
 * The desk accepts submissions and delivers verdicts. Each submission is recorded before it is queued, and any failure in between is
 * repaired on start and every minute. The desk depends on the records and the queue, and Discord's handlers depend on the desk.
 */
export interface Desk extends StaffControls {
  /** Accepts a submission: records it, then queues it unless its verdict is already known. A refused submission is not recorded. */
  readonly submit: (work: NewSubmission) => Promise<SubmitOutcome>;
  /** Call when a remembered verdict has been shown: it becomes the submission's verdict, and the student counts as notified. */
  readonly settleRemembered: (submission: Submission, verdict: Verdict) => Promise<void>;
  /** Records where the answer to a submission is displayed. Returns the previous place. */
  readonly replyAt: (submission: string, reply: ReplyPlace) => Promise<ReplyPlace | null>;
  /** Runs that are not verifications. */
  readonly practice: PracticeDesk;
  /** The student's newest submission with the state of its job; `job` is null if it is judged or the queue is unreachable. */
  readonly status: (student: Student, lesson: string) => Promise<SubmissionStatus | null>;
  /**
   * Cancels a submission without a verdict. False if it is already judged, or if a student tries to cancel a run that a teaching assistant
   * started. `evenStaffs`: cancels such a run too, because the student's data is being deleted.
   */
  readonly cancel: (
    submission: Submission,
    why: 'by-student' | 'by-ta',
    how?: { readonly evenStaffs?: boolean },
  ) => Promise<boolean>;
  /** The data for /queue; `queue` is null if Redis is unreachable. */
  readonly overview: (
    guild: string,
  ) => Promise<{ readonly queue: QueueOverview | null; readonly today: OutcomeCounts }>;
  /** Subscribes to the progress of jobs. It is only displayed; updates may be lost, and nothing depends on them. */
  readonly onProgress: (
    listener: (submission: string, run: number, progress: Progress) => void,
  ) => () => void;
  /** Calls `notify` for every standing verdict of which the student has not been notified, until it returns without an error. */
  readonly notifyWith: (
    notify: (submission: Submission) => Promise<void>,
    /** Whether this bot is currently responsible for notifying the students of a class. Default: all classes. */
    owns?: (guild: string) => boolean,
  ) => void;
  /** Call when verdicts were recorded without the desk, so that students are notified at once instead of in the next round. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/** The actions of teaching assistants. Those that use the queue throw QueueAway if Redis is unreachable. */
export interface StaffControls extends WorkerControls {
  /** Moves a waiting submission to the front; false if it is not waiting. */
  readonly promote: (submission: Submission) => Promise<boolean>;
  /**
   * Verifies a judged submission again in a new run and notifies the student of its verdict. Null if it is already being verified or its
   * files are gone.
   */
  readonly retry: (submission: Submission) => Promise<Submission | null>;
  /**
   * Verifies a judged submission with another version of the lesson, in a run that does not become the current one. Its verdict is recorded
   * as history without notifying the student. The run is queued behind those of students.
   */
  readonly tryOut: (submission: Submission, run: number, lesson: Submission['lesson']) => Promise<void>;
  /** Cancels all waiting submissions and practice runs of a guild; running ones continue. Returns the number. */
  readonly clearWaiting: (guild: string) => Promise<number>;
  /** Runs that still ended with an infrastructure error after all attempts, newest first. They need a decision by a TA. */
  readonly parked: (guild: string, limit: number) => Promise<readonly Submission[]>;
  /** When the oldest waiting submission was received (Unix milliseconds); null if none is waiting. */
  readonly oldestWaiting: () => Promise<number | null>;
}

export interface SubmissionStatus {
  readonly submission: Submission;
  readonly job: JobState | null;
}

/** A new submission by a student. */
export interface NewSubmission {
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: SubmittedFiles;
  readonly reply: ReplyPlace | null;
  /** The lesson's limits; without them the number of verifications is unlimited. */
  readonly turns?: SubmissionLimits;
  /** The student wants a new verification, even if a verdict on the same files is remembered. */
  readonly again?: boolean;
  /** The source of the files, if it is a pull request. */
  readonly pullRequest?: SubmittedPullRequest;
}

/** The result for a submission that has been recorded, now or earlier. */
export type AcceptedSubmission =
  | {
      readonly kind: 'queued';
      readonly submission: Submission;
      readonly position: QueuePosition;
      /** The number of workers. */
      readonly workers: number;
      /** The waiting submission that this one has replaced. */
      readonly replaced: Submission | null;
    }
  /** The queue is unreachable. The submission will be queued later. */
  | { readonly kind: 'recorded'; readonly submission: Submission }
  /** The same files are already being verified, as `submission` with this status. */
  | {
      readonly kind: 'joined';
      readonly submission: Submission;
      readonly status: SubmissionStatus;
      /** Null if the queue is unreachable. */
      readonly workers: number | null;
    }
  /** The same files already have this verdict, so nothing is verified. {@link Desk.settleRemembered} makes it the submission's verdict. */
  | {
      readonly kind: 'remembered';
      readonly submission: Submission;
      readonly verdict: Verdict;
      readonly replaced: Submission | null;
    };

/** `refused`: the student has to wait, or the queue is full. Nothing was recorded. */
export type SubmitOutcome =
  | AcceptedSubmission
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusal };
