import type { SubmittedFiles } from '../submission/files.ts';
import type { Progress, VerdictMessage, VerifyJob } from '../submission/job.ts';
import type { CancelRequest } from '../submission/verdict.ts';

/** Where a waiting job stands. */
export interface QueuePosition {
  /** 1 is next. */
  readonly position: number;
  /** Milliseconds until it is likely to be done, an estimate from measured durations; null when there is none yet. */
  readonly etaMs: number | null;
}

/** A place in the queue that a job can pass on to the job that replaces it; opaque to callers. */
export type InheritedPosition = 'front' | { readonly score: string };

export type JobState =
  | { readonly state: 'waiting'; readonly place: QueuePosition; readonly since: number }
  | {
      readonly state: 'running';
      readonly since: number;
      readonly progress: Progress | null;
      readonly worker: string | null;
    }
  /** Over; its verdict is on its way or has arrived. */
  | { readonly state: 'done' }
  /** Given up without a verdict, for instance because its worker died again and again. */
  | {
      readonly state: 'failed';
      readonly why: string;
      /** Another version of the bot queued it, and no worker knew that version. */
      readonly foreign: boolean;
    }
  /** The queue knows nothing of it. */
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

/** What /queue shows of the queue. */
export interface QueueOverview {
  readonly paused: boolean;
  readonly waiting: number;
  /** The next ones, at most ten. */
  readonly next: readonly WaitingJob[];
  readonly running: readonly RunningJob[];
  readonly workers: readonly WorkerSign[];
  readonly counts: QueueCounts;
  /** Milliseconds until one that joins the end of the line now is likely to be done; null when that is not known. */
  readonly etaMs: number | null;
}

/** How much is where. Each is a length that Redis keeps, so the cost is the same at ten and at ten thousand. */
export interface QueueCounts {
  /** Next in line, or moved to the front by a TA. */
  readonly waiting: number;
  /** Waits for its next attempt after an infrastructure error, or for a worker that has its lesson. */
  readonly delayed: number;
  readonly running: number;
  /** Given up without a verdict of a worker: the desk judges these. */
  readonly failed: number;
  /** Verdicts that the bot has not consumed yet. */
  readonly verdicts: number;
}

/** A worker's heartbeat, which it writes every few seconds into the hash `<prefix>:workers`. */
export interface WorkerSign {
  readonly id: string;
  /** How many boxes it works with. */
  readonly boxes: number;
  /** Of these, how many do not answer. */
  readonly silent: number;
  /** Whether it takes new work or drains: finishes what it has and takes no more. */
  readonly state: 'working' | 'draining';
  /** When it was started, Unix milliseconds; 0 when it does not say. */
  readonly startedAt: number;
  /** Digests of the disks that its boxes were laid from: base images, and the lessons' own answers built. */
  readonly disks?: readonly string[];
  /** The versions of its lessons, by slug: how their digests begin, also without the lock file; absent where it does not say. */
  readonly lessons?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Ids of the jobs it has. */
  readonly jobs: readonly string[];
  /** How long a job of this worker may take at most, all its clocks together. Milliseconds. */
  readonly longestMs?: number;
  /** Unix milliseconds by Redis's clock. */
  readonly at: number;
}

/** The queue does not answer: the caller's work is recorded, and will be queued once Redis is back. */
export class QueueAway extends Error {
  override readonly name = 'QueueAway';
}

/** What a teaching assistant can do about workers. Every method throws {@link QueueAway} while Redis is away. */
export interface WorkerControls {
  /** Workers take no new job until {@link resume}; those that run are finished. Survives a restart of everything. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** The worker finishes what it has and takes no more, until {@link undrain}. A worker that restarts counts as another one. */
  readonly drain: (worker: string) => Promise<void>;
  readonly undrain: (worker: string) => Promise<void>;
}

/** The bot's side of the two queues. Every method throws {@link QueueAway} when Redis does not answer in time. */
export interface VerifyQueue extends WorkerControls {
  /**
   * Puts the files under the job's id, then adds the job under its id; adding it twice changes nothing.
   * `turn`: how many verifications this student had in the last while; fewer go first, until she has waited for long.
   * `inherited`: the position of a job that this one replaces; it takes that, unless its own is better.
   */
  readonly add: (
    job: VerifyJob,
    files: SubmittedFiles,
    turn?: number,
    inherited?: InheritedPosition | null,
  ) => Promise<void>;
  /** The place of a waiting job, to be handed on; null when it has none (any more). */
  readonly inheritablePosition: (submission: string, run: number) => Promise<InheritedPosition | null>;
  readonly state: (submission: string, run: number) => Promise<JobState>;
  /** Where a job that was just added stands, and how many workers there are; sooner answered than {@link state}. */
  readonly position: (
    submission: string,
    run: number,
  ) => Promise<QueuePosition & { readonly workers: number }>;
  readonly overview: () => Promise<QueueOverview>;
  readonly counts: () => Promise<QueueCounts>;
  /** The workers with a recent heartbeat, by name. */
  readonly workers: () => Promise<readonly WorkerSign[]>;
  /** Puts a waiting job before all others; false when it does not wait (any more). */
  readonly promote: (submission: string, run: number) => Promise<boolean>;
  /** Takes a waiting job out, or asks the worker that has it to stop; false when there is none. */
  readonly cancel: (submission: string, run: number, why: CancelRequest) => Promise<boolean>;
  /** Called for each progress report of any job. Returns how to stop listening. */
  readonly onProgress: (
    listener: (submission: string, run: number, progress: Progress) => void,
  ) => () => void;
  /** Called when a job starts, ends or another leaves the queue before it: positions may have changed. */
  readonly onMoved: (listener: () => void) => () => void;
  /** Whether a verdict of this run waits to be consumed. */
  readonly hasPendingVerdict: (submission: string, run: number) => Promise<boolean>;
  /**
   * Consumes verdicts; a message is done only when the handler has returned. One that this bot cannot read is handed on
   * twice, because another bot of its version may; then `unreadable` is called with its run. While `bots` says that there are several, it is
   * handed on more often: which of them has it next is chance.
   */
  readonly consumeVerdicts: (
    handler: (message: VerdictMessage) => Promise<void>,
    unreadable?: (submission: string, run: number) => Promise<void>,
    bots?: () => number,
  ) => void;
  /** The run is judged: its files leave Redis. */
  readonly release: (submission: string, run: number) => Promise<void>;
  /**
   * This bot notifies the student of a run's verdict now; false when another one does. Lapses by itself after
   * `notificationClaimMs`, so that a bot which died in the middle keeps nobody from being notified.
   */
  readonly claimNotification: (submission: string, run: number) => Promise<boolean>;
  /** How long one bot keeps others from sending the same verdict. Milliseconds. */
  readonly notificationClaimMs: number;
  /** The notification failed: the next caller may try again. */
  readonly releaseNotification: (submission: string, run: number) => Promise<void>;
  /** Puts the files of a job that is there already: Redis may have lost them while it kept the job. */
  readonly restoreFiles: (submission: string, run: number, files: SubmittedFiles) => Promise<void>;
  /** The runs that files are kept for: as many as stand in line, and those whose release was lost. */
  readonly heldRuns: () => Promise<readonly { readonly submission: string; readonly run: number }[]>;
  /**
   * Lets go what waits for a moment that lies further ahead than any delay: the clock was set back since then.
   * Returns how many.
   */
  readonly hurryDelayed: () => Promise<number>;
  /** Called whenever Redis becomes reachable (again). */
  readonly onReady: (listener: () => void) => () => void;
  readonly ping: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}
