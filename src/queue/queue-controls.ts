import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { QueueInspector } from './queue-inspector.ts';
import { type CancelMessage, redisKeys } from './redis-keys.ts';
import type { InheritedPosition, VerifyQueue } from './verify-queue.ts';

/** No job is delayed for longer than this: see the worker's back-off. Milliseconds. */
const longestDelay = 60_000;
/** BullMQ keeps the moment of a delayed job times this as its score. */
const delayedScale = 0x1000;

/** For each turn that a student had in the last while, so many of those who come after her go first. */
const passesPerTurn = 20;
/** The turn of what nobody waits for. */
export const trialTurn = 50;
/** Who has waited for this many others is never passed again. */
const ageing = { students: 100, trials: 1_000 } as const;

/** What can be done to a job that stands in the queue, and to the queue itself. */
export interface QueueControls
  extends Pick<
    VerifyQueue,
    'cancel' | 'pause' | 'resume' | 'promote' | 'drain' | 'undrain' | 'hurryDelayed'
  > {
  /**
   * Lets some of those that come later pass a job that was just added, more the more turns its student had, but never so
   * many that it waits for more than {@link ageing} others. So whoever has waited for that many is not passed any more.
   */
  readonly letPass: (submission: string, run: number, turns: number) => Promise<void>;
  /** A job that still waits moves to a place that another one had, unless its own is better. */
  readonly moveTo: (submission: string, run: number, spot: InheritedPosition) => Promise<void>;
}

export function queueControls(options: {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly seen: QueueInspector;
  readonly prefix: string;
}): QueueControls {
  const { redis, queue, seen, prefix } = options;
  const names = redisKeys(prefix);
  const promote = async (submission: string, run: number): Promise<boolean> => {
    const job = await queue.getJob(jobId({ submission, run }));
    if (job === undefined) return false;
    const state = await job.getState();
    if (state === 'delayed') await job.promote();
    else if (state !== 'waiting' && state !== 'prioritized') return false;
    // No priority is before every priority, and `lifo` before all that were moved to the front earlier.
    await job.changePriority({ priority: 0, lifo: true });
    return true;
  };
  return {
    promote,
    letPass: async (submission, run, turns) => {
      const id = jobId({ submission, run });
      const line = queue.toKey('prioritized');
      const [rank, front] = await Promise.all([redis.zrank(line, id), redis.llen(queue.toKey('wait'))]);
      const most = turns < trialTurn ? ageing.students : ageing.trials;
      const passed = Math.min(Math.floor(turns) * passesPerTurn, most - front - (rank ?? most));
      // BullMQ's score is a running number within a priority: this much further on stands who comes that many later.
      if (passed > 0) await redis.zadd(line, 'XX', 'INCR', passed + 0.5, id);
    },
    moveTo: async (submission, run, spot) => {
      if (spot === 'front') await promote(submission, run);
      else {
        const line = queue.toKey('prioritized');
        await redis.zadd(line, 'XX', 'LT', spot.score, jobId({ submission, run }));
      }
    },

    cancel: async (submission, run, why) => {
      const id = jobId({ submission, run });
      const job = await queue.getJob(id);
      if (job === undefined || (await job.isCompleted()) || (await job.isFailed())) return false;
      // A job that a worker took between the question and the removal cannot be removed: then its worker is told.
      if ((await queue.remove(id)) === 1) return true;
      const message: CancelMessage = { v: 1, submission, run, why };
      await redis.publish(names.cancel, JSON.stringify(message));
      return true;
    },

    pause: () => queue.pause(),
    resume: () => queue.resume(),

    hurryDelayed: async () => {
      const far = (Date.now() + longestDelay) * delayedScale;
      const late = await redis.zrangebyscore(queue.toKey('delayed'), far, '+inf', 'LIMIT', 0, 100);
      let hurried = 0;
      for (const id of late) {
        const job = await queue.getJob(id);
        try {
          await job?.promote();
          hurried += 1;
        } catch (error) {
          // Another bot's round, or a worker, was there first; only a job that still waits is a trouble.
          if (await job?.isDelayed()) throw error;
        }
      }
      return hurried;
    },

    drain: async (worker) => {
      const alive = new Set((await seen.workers()).map(({ id }) => id));
      const gone = (await redis.hkeys(names.drained)).filter((id) => !alive.has(id));
      if (gone.length > 0) await redis.hdel(names.drained, ...gone);
      await redis.hset(names.drained, worker, String(Date.now()));
      await redis.publish(names.drains, worker);
    },
    undrain: async (worker) => {
      await redis.hdel(names.drained, worker);
      await redis.publish(names.drains, worker);
    },
  };
}
