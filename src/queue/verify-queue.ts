import type { SubmittedFiles } from '../submission/files.ts';
import type { Progress, VerdictMessage, VerifyJob } from '../submission/job.ts';
import type { CancelRequest } from '../submission/verdict.ts';

/** The position of a waiting job. */
export interface QueuePosition {
  /** 1 is next. */
  readonly position: number;
  /** Estimated milliseconds until it is done, from measured durations; null if there are none yet. */
  readonly etaMs: number | null;
}

/** A queue position that a job can pass on to its replacement; opaque to callers. */
export type InheritedPosition = 'front' | { readonly score: string };

export type JobState =
  | { readonly state: 'waiting'; readonly place: QueuePosition; readonly since: number }
  | {
      readonly state: 'running';
      readonly since: number;
      readonly progress: Progress | null;
      readonly worker: string | null;
    }
  /** Finished; its verdict is on its way or has arrived. */
  | { readonly state: 'done' }
  /** Given up without a verdict, for instance because its worker kept dying. */
  | {
      readonly state: 'failed';
      readonly why: string;
      /** It was queued by another version of the bot, which no worker supports. */
      readonly foreign: boolean;
    }
  /** Unknown to the queue. */
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

/** What /queue shows. */
export interface QueueOverview {
  readonly paused: boolean;
  readonly waiting: number;
  /** The next jobs, at most ten. */
  readonly next: readonly WaitingJob[];
  readonly running: readonly RunningJob[];
  readonly workers: readonly WorkerSign[];
  readonly counts: QueueCounts;
  /** Estimated milliseconds until a job that is queued now is done; null when unknown. */
  readonly etaMs: number | null;
}

/** Job counts by state. Redis keeps these lengths, so the cost is the same for ten and ten thousand jobs. */
export interface QueueCounts {
  /** Waiting in line, or moved to the front by a TA. */
  readonly waiting: number;
  /** Waiting for the next attempt after an infrastructure error, or for a worker that has the lesson. */
  readonly delayed: number;
  readonly running: number;
  /** Given up without a worker's verdict; the desk judges these. */
  readonly failed: number;
  /** Verdicts that no bot has consumed yet. */
  readonly verdicts: number;
}

/** A worker's heartbeat, written every few seconds to the hash `<prefix>:workers`. */
export interface WorkerSign {
  readonly id: string;
  /** The number of its boxes. */
  readonly boxes: number;
  /** The number of its boxes that do not answer. */
  readonly silent: number;
  /** Whether it takes new jobs, or drains: finishes its jobs and takes no more. */
  readonly state: 'working' | 'draining';
  /** When it was started, Unix milliseconds; 0 when unknown. */
  readonly startedAt: number;
  /** Digests of the disks that its boxes were created from, with base images and the built answers of lessons. */
  readonly disks?: readonly string[];
  /** The versions of its lessons by slug: prefixes of their digests, also of those without the lock file; absent if unknown. */
  readonly lessons?: Readonly<Record<string, readonly string[]>> | undefined;
  /** IDs of its current jobs. */
  readonly jobs: readonly string[];
  /** The longest that a job of this worker may take, all its time limits together. Milliseconds. */
  readonly longestMs?: number;
  /** Unix milliseconds by Redis's clock. */
  readonly at: number;
}

/** The queue does not answer. The caller's work is recorded, and is queued once Redis is back. */
export class QueueAway extends Error {
  override readonly name = 'QueueAway';
}

/** Actions of teaching assistants on workers. Every method throws {@link QueueAway} while Redis is away. */
export interface WorkerControls {
  /** Workers take no new jobs until {@link resume}; running ones finish. Survives a restart of everything. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** The worker finishes its jobs and takes no more until {@link undrain}. A restarted worker counts as a new one. */
  readonly drain: (worker: string) => Promise<void>;
  readonly undrain: (worker: string) => Promise<void>;
}

/** The bot's side of the two queues. Every method throws {@link QueueAway} when Redis does not answer in time. */
export interface VerifyQueue extends WorkerControls {
  /**
   * Stores the files under the job's ID, then adds the job under that ID; idempotent. `turn`: how many verifications this student
   * had recently; students with fewer go first, up to a limit on waiting. `inherited`: the position of a job that this one
   * replaces, used unless its own is better.
   */
  readonly add: (
    job: VerifyJob,
    files: SubmittedFiles,
    turn?: number,
    inherited?: InheritedPosition | null,
  ) => Promise<void>;
  /** The position of a waiting job, for its replacement; null when it has none (any more). */
  readonly inheritablePosition: (submission: string, run: number) => Promise<InheritedPosition | null>;
  readonly state: (submission: string, run: number) => Promise<JobState>;
  /** The position of a job that was just added, and the number of workers; faster than {@link state}. */
  readonly position: (
    submission: string,
    run: number,
  ) => Promise<QueuePosition & { readonly workers: number }>;
  readonly overview: () => Promise<QueueOverview>;
  readonly counts: () => Promise<QueueCounts>;
  /** The workers with a recent heartbeat, by name. */
  readonly workers: () => Promise<readonly WorkerSign[]>;
  /** Moves a waiting job to the front; false when it is not waiting (any more). */
  readonly promote: (submission: string, run: number) => Promise<boolean>;
  /** Removes a waiting job, or asks its worker to stop; false when there is no such job. */
  readonly cancel: (submission: string, run: number, why: CancelRequest) => Promise<boolean>;
  /** Calls a listener for each progress report of any job. Returns a function that removes it. */
  readonly onProgress: (
    listener: (submission: string, run: number, progress: Progress) => void,
  ) => () => void;
  /** Calls a listener when a job starts, ends or leaves the queue, since positions may have changed. */
  readonly onMoved: (listener: () => void) => () => void;
  /** Whether a verdict of this run is waiting to be consumed. */
  readonly hasPendingVerdict: (submission: string, run: number) => Promise<boolean>;
  /**
   * Consumes verdicts; a message is done only when the handler has returned. A verdict that this bot cannot parse is handed back
   * twice, because a bot of its version may be able to; then `unreadable` is called with its run. While `bots` reports several
   * bots it is handed back more often, because chance decides which of them gets it next.
   */
  readonly consumeVerdicts: (
    handler: (message: VerdictMessage) => Promise<void>,
    unreadable?: (submission: string, run: number) => Promise<void>,
    bots?: () => number,
  ) => void;
  /** Deletes the files of a judged run from Redis. */
  readonly release: (submission: string, run: number) => Promise<void>;
  /**
   * Claims the notification of a run's verdict for this bot; false when another bot has it. The claim expires after
   * `notificationClaimMs`, so that a bot that died in between does not prevent the notification.
   */
  readonly claimNotification: (submission: string, run: number) => Promise<boolean>;
  /** How long one bot's claim keeps others from sending the same verdict. Milliseconds. */
  readonly notificationClaimMs: number;
  /** Releases the claim after a failed notification, so that the next caller may try. */
  readonly releaseNotification: (submission: string, run: number) => Promise<void>;
  /** Stores the files of an existing job again: Redis may have lost them while it kept the job. */
  readonly restoreFiles: (submission: string, run: number, files: SubmittedFiles) => Promise<void>;
  /** The runs that have files stored: all waiting and running ones, and those whose release was lost. */
  readonly heldRuns: () => Promise<readonly { readonly submission: string; readonly run: number }[]>;
  /** Releases jobs that are delayed for longer than any delay lasts, because the clock was set back. Returns how many. */
  readonly hurryDelayed: () => Promise<number>;
  /** Calls a listener whenever Redis becomes reachable (again). */
  readonly onReady: (listener: () => void) => () => void;
  readonly ping: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}
