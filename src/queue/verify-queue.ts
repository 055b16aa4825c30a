import type { SubmittedFiles } from '../submission/files.ts';
import type { Progress, VerdictMessage, VerifyJob } from '../submission/job.ts';
import type { CancelRequest } from '../submission/verdict.ts';

/** The position of a waiting job. */
export interface QueuePosition {
  /** 1 is next. */
  readonly position: number;
  /** Estimated milliseconds until it is done, based on measured durations; null if not available yet. */
  readonly etaMs: number | null;
}

/** A position in the queue that a job can pass on to its replacement; opaque to callers. */
export type InheritedPosition = 'front' | { readonly score: string };

export type JobState =
  | { readonly state: 'waiting'; readonly place: QueuePosition; readonly since: number }
  | {
      readonly state: 'running';
      readonly since: number;
      readonly progress: Progress | null;
      readonly worker: string | null;
    }
  /** Finished; its verdict is on the way or has arrived. */
  | { readonly state: 'done' }
  /** Given up without a verdict, for instance because its workers died repeatedly. */
  | {
      readonly state: 'failed';
      readonly why: string;
      /** Whether it was queued by another version of the bot that no worker supports. */
      readonly foreign: boolean;
    }
  /** The queue does not know the job. */
  | { readonly state: 'gone' };

export interface RunningJob {
  readonly submission: string;
  readonly run: number;
  readonly since: number;
  readonly progress: Progress | null;
}

export interface WaitingJob {
  readonly submission: string;
  readonly run: number;
  readonly since: number;
}

/** The data for /queue. */
export interface QueueOverview {
  readonly paused: boolean;
  readonly waiting: number;
  /** The next jobs, at most ten. */
  readonly next: readonly WaitingJob[];
  readonly running: readonly RunningJob[];
  readonly workers: readonly WorkerSign[];
  readonly counts: QueueCounts;
  /** Estimated milliseconds until a job that is added now will be done; null if unknown. */
  readonly etaMs: number | null;
}

/** Numbers of jobs by state. Redis keeps each of them, so the cost does not depend on the number of jobs. */
export interface QueueCounts {
  /** Waiting for a worker, including those moved to the front by a TA. */
  readonly waiting: number;
  /** Waiting for a retry after an infrastructure error, or for a worker that has the lesson. */
  readonly delayed: number;
  readonly running: number;
  /** Given up without a worker's verdict; the desk judges these. */
  readonly failed: number;
  /** Verdicts that have not been consumed yet. */
  readonly verdicts: number;
}

/** The heartbeat of a worker, written every few seconds to the hash `<prefix>:workers`. */
export interface WorkerSign {
  readonly id: string;
  /** The number of its boxes. */
  readonly boxes: number;
  /** The number of boxes that do not respond. */
  readonly silent: number;
  /** Whether it accepts new jobs or is draining: it then finishes its jobs and accepts no more. */
  readonly state: 'working' | 'draining';
  /** When it was started, Unix milliseconds; 0 if not reported. */
  readonly startedAt: number;
  /** Digests of the disks from which its boxes were created: base images and the lessons' built solutions. */
  readonly disks?: readonly string[];
  /** The versions of its lessons by slug, as prefixes of their digests, also of those without the lock file; absent if not reported. */
  readonly lessons?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Ids of its current jobs. */
  readonly jobs: readonly string[];
  /** All time limits of a job on this worker together. Milliseconds. */
  readonly longestMs?: number;
  /** Unix milliseconds by the clock of Redis. */
  readonly at: number;
}

/** The queue does not answer. The caller's work is recorded and will be queued when Redis is reachable again. */
export class QueueAway extends Error {
  override readonly name = 'QueueAway';
}

/** The actions of teaching assistants on workers. Every method throws {@link QueueAway} if Redis is unreachable. */
export interface WorkerControls {
  /** Workers take no new jobs until {@link resume}; running ones are finished. This persists over restarts. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** The worker finishes its jobs and takes no more until {@link undrain}. A restarted worker counts as a new one. */
  readonly drain: (worker: string) => Promise<void>;
  readonly undrain: (worker: string) => Promise<void>;
}

/** The bot's side of the two queues. Every method throws {@link QueueAway} if Redis does not answer in time. */
export interface VerifyQueue extends WorkerControls {
  /**
   * Stores the files under the job's id, then adds the job. Adding it again changes nothing. `turn`: the number of the student's recent
   * verifications; students with fewer may pass, up to a limit. `inherited`: the position of the job that this one replaces, used unless
   * its own is better.
   */
  readonly add: (
    job: VerifyJob,
    files: SubmittedFiles,
    turn?: number,
    inherited?: InheritedPosition | null,
  ) => Promise<void>;
  /** The position of a waiting job, for passing on; null if it is not waiting. */
  readonly inheritablePosition: (submission: string, run: number) => Promise<InheritedPosition | null>;
  readonly state: (submission: string, run: number) => Promise<JobState>;
  /** The position of a job that was just added and the number of workers; faster than {@link state}. */
  readonly position: (
    submission: string,
    run: number,
  ) => Promise<QueuePosition & { readonly workers: number }>;
  readonly overview: () => Promise<QueueOverview>;
  readonly counts: () => Promise<QueueCounts>;
  /** The workers with a recent heartbeat, sorted by id. */
  readonly workers: () => Promise<readonly WorkerSign[]>;
  /** Moves a waiting job to the front; false if it is not waiting. */
  readonly promote: (submission: string, run: number) => Promise<boolean>;
  /** Removes a waiting job, or asks its worker to stop; false if there is no such job. */
  readonly cancel: (submission: string, run: number, why: CancelRequest) => Promise<boolean>;
  /** Calls the listener for each progress update of any job. Returns a function that unsubscribes it. */
  readonly onProgress: (
    listener: (submission: string, run: number, progress: Progress) => void,
  ) => () => void;
  /** Calls the listener when positions may have changed, because a job has started, ended or left the queue. */
  readonly onMoved: (listener: () => void) => () => void;
  /** Whether a verdict of this run is waiting to be consumed. */
  readonly hasPendingVerdict: (submission: string, run: number) => Promise<boolean>;
  /**
   * Consumes verdicts. A message is completed only when the handler has returned. A message that this bot cannot parse is returned to the
   * queue twice, because a bot of another version may be able to; after that `unreadable` is called with its run. If `bots` reports
   * several, it is returned more often, because it may be this bot that gets it again.
   */
  readonly consumeVerdicts: (
    handler: (message: VerdictMessage) => Promise<void>,
    unreadable?: (submission: string, run: number) => Promise<void>,
    bots?: () => number,
  ) => void;
  /** Deletes the files of a judged run from Redis. */
  readonly release: (submission: string, run: number) => Promise<void>;
  /**
   * Claims the notification of a run's verdict; false if another bot has claimed it. The claim expires after `notificationClaimMs`, so that
   * a bot which dies does not prevent the notification.
   */
  readonly claimNotification: (submission: string, run: number) => Promise<boolean>;
  /** How long a claim lasts. Milliseconds. */
  readonly notificationClaimMs: number;
  /** Gives up a claim after a failed notification, so that it can be retried. */
  readonly releaseNotification: (submission: string, run: number) => Promise<void>;
  /** Stores the files of an existing job again, in case Redis has lost them. */
  readonly restoreFiles: (submission: string, run: number, files: SubmittedFiles) => Promise<void>;
  /** The runs with stored files: those in the queue or running, and those whose release failed. */
  readonly heldRuns: () => Promise<readonly { readonly submission: string; readonly run: number }[]>;
  /**
   * Starts delayed jobs whose time is further ahead than any valid delay, because the clock has been set back.
   * Returns the number.
   */
  readonly hurryDelayed: () => Promise<number>;
  /** Calls the listener whenever Redis becomes reachable. */
  readonly onReady: (listener: () => void) => () => void;
  readonly ping: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}
