import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { CancelRequest } from '../submission/verdict.ts';
import type { QueueInspector } from './queue-inspector.ts';
import { type CancelMessage, redisKeys } from './redis-keys.ts';
import type { InheritedPosition } from './verify-queue.ts';

/** No job is delayed for longer: see the worker's back-off. Milliseconds. */
const longestDelay = 60_000;
/** BullMQ's score of a delayed job is its time multiplied by this. */
const delayedScale = 0x1000;

/** For each recent turn of a student, this many later jobs may pass the student's job. */
const passesPerTurn = 20;
/** The turn count assigned to jobs that nobody is waiting for. */
export const trialTurn = 50;
/** A job that has waited for this many others is never passed again. */
const ageing = { students: 100, trials: 1_000 } as const;

export interface QueueControlsParts {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly inspector: QueueInspector;
  readonly prefix: string;
}

/** Actions on a waiting job and on the queue itself; see {@link VerifyQueue}. */
export class QueueControls {
  readonly #redis: Redis;
  readonly #queue: Queue<VerifyJob>;
  readonly #inspector: QueueInspector;
  readonly #names: ReturnType<typeof redisKeys>;

  constructor({ redis, queue, inspector, prefix }: QueueControlsParts) {
    this.#redis = redis;
    this.#queue = queue;
    this.#inspector = inspector;
    this.#names = redisKeys(prefix);
  }

  async promote(submission: string, run: number): Promise<boolean> {
    const job = await this.#queue.getJob(jobId({ submission, run }));
    if (job === undefined) return false;
    const state = await job.getState();
    if (state === 'delayed') await job.promote();
    else if (state !== 'waiting' && state !== 'prioritized') return false;
    // No priority comes before every priority, and `lifo` before all jobs that were moved to the front earlier.
    await job.changePriority({ priority: 0, lifo: true });
    return true;
  }

  /**
   * Lets some later jobs pass a job that was just added: the more turns its student had, the more. Never so many that it would
   * wait for more than {@link ageing} others, so a job that has waited for that many is not passed again.
   */
  async letPass(submission: string, run: number, turns: number): Promise<void> {
    const id = jobId({ submission, run });
    const line = this.#queue.toKey('prioritized');
    const [rank, front] = await Promise.all([
      this.#redis.zrank(line, id),
      this.#redis.llen(this.#queue.toKey('wait')),
    ]);
    const most = turns < trialTurn ? ageing.students : ageing.trials;
    const passed = Math.min(Math.floor(turns) * passesPerTurn, most - front - (rank ?? most));
    // BullMQ's score within a priority is a running number; adding to it moves the job behind that many later ones.
    if (passed > 0) await this.#redis.zadd(line, 'XX', 'INCR', passed + 0.5, id);
  }

  /** Moves a waiting job to a position that another job had, unless its own is better. */
  async moveTo(submission: string, run: number, position: InheritedPosition): Promise<void> {
    if (position === 'front') await this.promote(submission, run);
    else {
      const line = this.#queue.toKey('prioritized');
      await this.#redis.zadd(line, 'XX', 'LT', position.score, jobId({ submission, run }));
    }
  }

  async cancel(submission: string, run: number, why: CancelRequest): Promise<boolean> {
    const id = jobId({ submission, run });
    const job = await this.#queue.getJob(id);
    if (job === undefined || (await job.isCompleted()) || (await job.isFailed())) return false;
    // A job that a worker took in the meantime cannot be removed, so its worker is asked to stop.
    if ((await this.#queue.remove(id)) === 1) return true;
    const message: CancelMessage = { v: 1, submission, run, why };
    await this.#redis.publish(this.#names.cancel, JSON.stringify(message));
    return true;
  }

  pause(): Promise<void> {
    return this.#queue.pause();
  }

  resume(): Promise<void> {
    return this.#queue.resume();
  }

  async drain(worker: string): Promise<void> {
    const alive = new Set((await this.#inspector.workers()).map(({ id }) => id));
    const gone = (await this.#redis.hkeys(this.#names.drained)).filter((id) => !alive.has(id));
    if (gone.length > 0) await this.#redis.hdel(this.#names.drained, ...gone);
    await this.#redis.hset(this.#names.drained, worker, String(Date.now()));
    await this.#redis.publish(this.#names.drains, worker);
  }

  async undrain(worker: string): Promise<void> {
    await this.#redis.hdel(this.#names.drained, worker);
    await this.#redis.publish(this.#names.drains, worker);
  }

  async hurryDelayed(): Promise<number> {
    const far = (Date.now() + longestDelay) * delayedScale;
    const key = this.#queue.toKey('delayed');
    const late = await this.#redis.zrangebyscore(key, far, '+inf', 'LIMIT', 0, 100);
    let hurried = 0;
    for (const id of late) if (await this.#hurry(id)) hurried += 1;
    return hurried;
  }

  async #hurry(id: string): Promise<boolean> {
    const job = await this.#queue.getJob(id);
    try {
      await job?.promote();
      return true;
    } catch (error) {
      // Another bot or a worker may have been faster; it is only an error if the job is still delayed.
      if (await job?.isDelayed()) throw error;
      return false;
    }
  }
}
