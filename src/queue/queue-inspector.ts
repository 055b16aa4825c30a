import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  isForeign,
  type Progress,
  progressSchema,
  type VerifyJob,
  verifyJobSchema,
} from '../submission/job.ts';
import { estimate, type Throughput } from './estimate.ts';
import { redisKeys } from './redis-keys.ts';
import type {
  InheritedPosition,
  JobState,
  QueueCounts,
  QueueOverview,
  QueuePosition,
  RunningJob,
  WaitingJob,
  WorkerSign,
} from './verify-queue.ts';
import { livingWorkers } from './worker-signs.ts';

const durationsKept = 50;
const nextShown = 10;
const runningShown = 50;
/** How long the figures for estimates are cached. Milliseconds. */
const throughputKeptMs = 200;

export interface QueueInspectorParts {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly verdicts: Queue;
  readonly prefix: string;
}

type PositionAndWorkers = QueuePosition & { readonly workers: number };
type ThroughputNow = Throughput & { readonly workers: number };

/**
 * Answers queries about the queues. Nothing here iterates over waiting jobs: lengths and ranks come from Redis, so a query costs
 * the same with ten jobs and with ten thousand.
 */
export class QueueInspector {
  readonly #redis: Redis;
  readonly #queue: Queue<VerifyJob>;
  readonly #verdicts: Queue;
  readonly #names: ReturnType<typeof redisKeys>;
  #throughput: { readonly since: number; readonly now: Promise<ThroughputNow> } | null = null;

  constructor({ redis, queue, verdicts, prefix }: QueueInspectorParts) {
    this.#redis = redis;
    this.#queue = queue;
    this.#verdicts = verdicts;
    this.#names = redisKeys(prefix);
  }

  async stateOf(id: string): Promise<JobState> {
    const job = await this.#queue.getJob(id);
    if (job === undefined) return { state: 'gone' };
    const state = await job.getState();
    switch (state) {
      case 'completed':
        return { state: 'done' };
      case 'failed':
        return { state: 'failed', why: job.failedReason ?? '', foreign: isForeign(job.data) };
      case 'active': {
        const progress = readProgress(job);
        return {
          state: 'running',
          since: job.processedOn ?? job.timestamp,
          progress,
          worker: progress?.worker ?? null,
        };
      }
      case 'unknown':
        return { state: 'gone' };
      default:
        return { state: 'waiting', since: job.timestamp, place: onlyPlace(await this.#placeOf(id, false)) };
    }
  }

  /** The position of a job that was just added. */
  positionOf(id: string): Promise<PositionAndWorkers> {
    return this.#placeOf(id, true);
  }

  async inheritablePositionOf(id: string): Promise<InheritedPosition | null> {
    const [front, score] = await Promise.all([
      this.#redis.lpos(this.#queue.toKey('wait'), id),
      this.#redis.zscore(this.#queue.toKey('prioritized'), id),
    ]);
    if (front !== null) return 'front';
    return score === null ? null : { score };
  }

  workers(): Promise<readonly WorkerSign[]> {
    return livingWorkers(this.#redis, this.#names.workers);
  }

  async counts(): Promise<QueueCounts> {
    const [jobs, answers] = await Promise.all([
      this.#queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed'),
      this.#verdicts.getJobCounts('waiting', 'delayed', 'active'),
    ]);
    return {
      waiting: (jobs.waiting ?? 0) + (jobs.prioritized ?? 0),
      delayed: jobs.delayed ?? 0,
      running: jobs.active ?? 0,
      failed: jobs.failed ?? 0,
      verdicts: (answers.waiting ?? 0) + (answers.delayed ?? 0) + (answers.active ?? 0),
    };
  }

  async overview(): Promise<QueueOverview> {
    const [paused, counted, first, active, signs, throughput] = await Promise.all([
      this.#queue.isPaused(),
      this.counts(),
      this.#next(),
      this.#queue.getActive(0, runningShown - 1),
      this.workers(),
      this.#throughputNow(),
    ]);
    return {
      paused,
      waiting: counted.waiting + counted.delayed,
      next: first,
      running: active.flatMap((job) => runningJob(job)),
      workers: signs,
      counts: counted,
      etaMs: estimate(counted.waiting + counted.delayed + 1, throughput),
    };
  }

  async rememberDuration(ms: number): Promise<void> {
    if (ms <= 0) return;
    await this.#redis
      .multi()
      .lpush(this.#names.durations, String(Math.round(ms)))
      .ltrim(this.#names.durations, 0, durationsKept - 1)
      .exec();
  }

  async #durations(): Promise<readonly number[]> {
    const kept = await this.#redis.lrange(this.#names.durations, 0, durationsKept - 1);
    return kept.map(Number).filter((ms) => ms > 0);
  }

  /**
   * The rank of a job. BullMQ takes from the right of its wait list (which only has jobs that a TA moved to the front), then the
   * lowest of its prioritized set. Delayed jobs come after all of them.
   */
  async #rankOf(id: string, justAdded: boolean): Promise<number> {
    const [front, rank, ahead, behind] = await Promise.all([
      this.#redis.lpos(this.#queue.toKey('wait'), id),
      this.#redis.zrank(this.#queue.toKey('prioritized'), id),
      this.#redis.llen(this.#queue.toKey('wait')),
      this.#redis.zcard(this.#queue.toKey('prioritized')),
    ]);
    if (front !== null) return ahead - front;
    if (rank !== null) return ahead + rank + 1;
    // An idle worker has already taken a job that was just added.
    return justAdded ? 1 : ahead + behind + 1;
  }

  async #placeOf(id: string, justAdded: boolean): Promise<PositionAndWorkers> {
    const [position, now] = await Promise.all([this.#rankOf(id, justAdded), this.#throughputNow()]);
    return { position, etaMs: estimate(position, now), workers: now.workers };
  }

  /** Concurrent callers share one request. */
  #throughputNow(): Promise<ThroughputNow> {
    const known = this.#throughput;
    if (known !== null && performance.now() - known.since < throughputKeptMs) return known.now;
    const measured = { since: performance.now(), now: this.#measure() };
    this.#throughput = measured;
    measured.now.catch(() => {
      if (this.#throughput === measured) this.#throughput = null;
    });
    return measured.now;
  }

  async #measure(): Promise<ThroughputNow> {
    const [durations, signs, running] = await Promise.all([
      this.#durations(),
      this.workers(),
      this.#runningFor(),
    ]);
    return { slots: slotsOf(signs), durations, running, workers: signs.length };
  }

  /** How long each running job has been running. Milliseconds. */
  async #runningFor(): Promise<readonly number[]> {
    const ids = await this.#redis.lrange(this.#queue.toKey('active'), 0, runningShown - 1);
    const now = Date.now();
    const began = await Promise.all(ids.map((id) => this.#redis.hget(this.#queue.toKey(id), 'processedOn')));
    return began.map((at) => (at === null ? 0 : Math.max(0, now - Number(at))));
  }

  async #next(): Promise<readonly WaitingJob[]> {
    const [front, line] = await Promise.all([
      this.#queue.getJobs(['waiting'], 0, nextShown - 1, true),
      this.#queue.getJobs(['prioritized'], 0, nextShown - 1, true),
    ]);
    return [...front, ...line].flatMap((job) => waitingJob(job)).slice(0, nextShown);
  }
}

const onlyPlace = ({ position, etaMs }: QueuePosition): QueuePosition => ({ position, etaMs });

/** The number of parallel verifications; draining workers do not count. */
const slotsOf = (signs: readonly WorkerSign[]): number =>
  signs.reduce((sum, sign) => sum + (sign.state === 'working' ? sign.boxes : 0), 0);

function readProgress(job: Job<VerifyJob>): Progress | null {
  const progress = progressSchema.safeParse(job.progress);
  return progress.success ? progress.data : null;
}

function waitingJob(job: Job<VerifyJob> | undefined): readonly WaitingJob[] {
  const data = verifyJobSchema.safeParse(job?.data);
  if (job === undefined || !data.success) return [];
  return [{ submission: data.data.submission, run: data.data.run, since: job.timestamp }];
}

function runningJob(job: Job<VerifyJob> | undefined): readonly RunningJob[] {
  const data = verifyJobSchema.safeParse(job?.data);
  if (job === undefined || !data.success) return [];
  const { submission, run } = data.data;
  return [{ submission, run, since: job.processedOn ?? job.timestamp, progress: readProgress(job) }];
}
