import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Progress, progressSchema, type VerifyJob, verifyJobSchema } from '../submission/job.ts';
import { estimate, type Throughput } from './estimate.ts';
import { redisKeys, workerGoneAfter, workerSignSchema } from './redis-keys.ts';
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

const durationsKept = 50;
const nextShown = 10;
const runningShown = 50;
/** How old the figures of an estimate may be. Milliseconds. */
const paceKeptMs = 200;

export interface QueueInspector {
  readonly stateOf: (id: string) => Promise<JobState>;
  readonly placeOf: (id: string) => Promise<QueuePosition & { readonly workers: number }>;
  readonly spotOf: (id: string) => Promise<InheritedPosition | null>;
  readonly overview: () => Promise<QueueOverview>;
  readonly counts: () => Promise<QueueCounts>;
  readonly workers: () => Promise<readonly WorkerSign[]>;
  readonly rememberDuration: (ms: number) => Promise<void>;
}

/**
 * What can be seen of the queues. Nothing here walks through what waits: lengths and ranks are Redis's own, so an
 * answer costs the same with ten and with ten thousand waiting.
 */
export function queueInspector(options: {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly verdicts: Queue;
  readonly prefix: string;
}): QueueInspector {
  const { redis, queue, verdicts, prefix } = options;
  const names = redisKeys(prefix);

  const durations = async (): Promise<readonly number[]> =>
    (await redis.lrange(names.durations, 0, durationsKept - 1)).map(Number).filter((ms) => ms > 0);

  const workers = async (): Promise<readonly WorkerSign[]> => {
    const [texts, now] = await Promise.all([redis.hgetall(names.workers), timeOf(redis)]);
    return Object.values(texts)
      .flatMap((text) => readSign(text))
      .filter((sign) => now - sign.at < workerGoneAfter)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  /**
   * BullMQ takes from the right of its wait list (there only what a TA moved to the front is), then the lowest of its
   * prioritized set. What waits for its next attempt comes after all of them.
   */
  const positionOf = async (id: string, justAdded: boolean): Promise<number> => {
    const [front, rank, ahead, behind] = await Promise.all([
      redis.lpos(queue.toKey('wait'), id),
      redis.zrank(queue.toKey('prioritized'), id),
      redis.llen(queue.toKey('wait')),
      redis.zcard(queue.toKey('prioritized')),
    ]);
    if (front !== null) return ahead - front;
    if (rank !== null) return ahead + rank + 1;
    // A worker that was idle has a job that was just added already.
    return justAdded ? 1 : ahead + behind + 1;
  };

  const spotOf = async (id: string): Promise<InheritedPosition | null> => {
    const [front, score] = await Promise.all([
      redis.lpos(queue.toKey('wait'), id),
      redis.zscore(queue.toKey('prioritized'), id),
    ]);
    if (front !== null) return 'front';
    return score === null ? null : { score };
  };

  const placeOf = async (
    id: string,
    justAdded: boolean,
  ): Promise<QueuePosition & { readonly workers: number }> => {
    const [position, pace] = await Promise.all([positionOf(id, justAdded), paceNow()]);
    return { position, etaMs: estimate(position, pace), workers: pace.workers };
  };

  type PaceNow = Throughput & { readonly workers: number };
  let pace: { readonly since: number; readonly now: Promise<PaceNow> } | null = null;
  /** Asked for once for all who come at the same time. */
  const paceNow = (): Promise<PaceNow> => {
    if (pace !== null && performance.now() - pace.since < paceKeptMs) return pace.now;
    const now = Promise.all([durations(), workers(), runningFor()]).then(([measured, signs, running]) => ({
      slots: slotsOf(signs),
      durations: measured,
      running,
      workers: signs.length,
    }));
    const asked = { since: performance.now(), now };
    pace = asked;
    now.catch(() => {
      if (pace === asked) pace = null;
    });
    return now;
  };

  /** How long each of those that run has been running, milliseconds. */
  const runningFor = async (): Promise<readonly number[]> => {
    const ids = await redis.lrange(queue.toKey('active'), 0, runningShown - 1);
    const now = Date.now();
    const began = await Promise.all(ids.map((id) => redis.hget(queue.toKey(id), 'processedOn')));
    return began.map((at) => (at === null ? 0 : Math.max(0, now - Number(at))));
  };

  const stateOf = async (id: string): Promise<JobState> => {
    const job = await queue.getJob(id);
    if (job === undefined) return { state: 'gone' };
    const state = await job.getState();
    switch (state) {
      case 'completed':
        return { state: 'done' };
      case 'failed':
        return { state: 'failed', why: job.failedReason ?? '' };
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
        return { state: 'waiting', since: job.timestamp, place: onlyPlace(await placeOf(id, false)) };
    }
  };

  const counts = async (): Promise<QueueCounts> => {
    const [jobs, answers] = await Promise.all([
      queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed'),
      verdicts.getJobCounts('waiting', 'delayed', 'active'),
    ]);
    return {
      waiting: (jobs.waiting ?? 0) + (jobs.prioritized ?? 0),
      delayed: jobs.delayed ?? 0,
      running: jobs.active ?? 0,
      failed: jobs.failed ?? 0,
      verdicts: (answers.waiting ?? 0) + (answers.delayed ?? 0) + (answers.active ?? 0),
    };
  };

  const next = async (): Promise<readonly WaitingJob[]> => {
    const [front, line] = await Promise.all([
      queue.getJobs(['waiting'], 0, nextShown - 1, true),
      queue.getJobs(['prioritized'], 0, nextShown - 1, true),
    ]);
    return [...front, ...line].flatMap((job) => waitingJob(job)).slice(0, nextShown);
  };

  return {
    stateOf,
    spotOf,
    placeOf: (id) => placeOf(id, true),
    counts,
    workers,
    overview: async () => {
      const [paused, counted, first, active, signs, pace] = await Promise.all([
        queue.isPaused(),
        counts(),
        next(),
        queue.getActive(0, runningShown - 1),
        workers(),
        paceNow(),
      ]);
      return {
        paused,
        waiting: counted.waiting + counted.delayed,
        next: first,
        running: active.flatMap((job) => runningJob(job)),
        workers: signs,
        counts: counted,
        etaMs: estimate(counted.waiting + counted.delayed + 1, pace),
      };
    },
    rememberDuration: async (ms) => {
      if (ms <= 0) return;
      await redis
        .multi()
        .lpush(names.durations, String(Math.round(ms)))
        .ltrim(names.durations, 0, durationsKept - 1)
        .exec();
    },
  };
}

const onlyPlace = ({ position, etaMs }: QueuePosition): QueuePosition => ({ position, etaMs });

/** Redis's own clock (Unix milliseconds): bot and workers may each have another idea of the time. */
export async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}

/** How many verifications run side by side: a worker that takes no more work has none to offer. */
const slotsOf = (signs: readonly WorkerSign[]): number =>
  signs.reduce((sum, sign) => sum + (sign.state === 'working' ? sign.boxes : 0), 0);

function readSign(text: string): readonly WorkerSign[] {
  try {
    return [workerSignSchema.parse(JSON.parse(text))];
  } catch {
    // A sign that another version wrote says nothing to this one.
    return [];
  }
}

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
