import type { Worker } from 'bullmq';
import type { Logger } from 'pino';
import type { RedisConnection } from '../src/queue/redis-connection.ts';
import { redisKeys } from '../src/queue/redis-keys.ts';
import type { WorkerSign } from '../src/queue/verify-queue.ts';
import { timeOf } from '../src/queue/worker-signs.ts';
import { settledWithin } from '../src/timing/time-limit.ts';
import { SilentBoxes } from './job/silent-boxes.ts';
import { BoxClaims } from './sandbox/box/box-claims.ts';
import { inspectBoxes } from './sandbox/box/boxes.ts';
import type { Limits } from './sandbox/limits.ts';

/** How often a worker writes its heartbeat by default. Milliseconds. */
const usualBeatMs = 5_000;

/** What a heartbeat reports on and controls. */
export interface HeartbeatParts {
  readonly id: string;
  readonly prefix: string;
  readonly redis: RedisConnection;
  /** A connection in subscriber mode. */
  readonly subscriber: RedisConnection;
  /** Its concurrency is set to the number of boxes; it is paused while the worker drains or has no box. */
  readonly worker: Pick<Worker, 'concurrency' | 'pause' | 'resume'>;
  /** Ids of the running jobs. */
  readonly running: () => readonly string[];
  /** The versions of this worker's lessons, by slug; null until they have been read. */
  readonly lessons: () => WorkerSign['lessons'] | null;
  readonly boxesDir: string;
  readonly limits: Limits;
  /** A job whose worker has been silent for this long goes to another one. Milliseconds. */
  readonly lockMs: number;
  readonly everyMs?: number | undefined;
  readonly boxPatienceMs?: number | undefined;
  readonly log: Logger;
}

/** Writes the worker's heartbeat, follows the number of its boxes, and drains on request. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #names: ReturnType<typeof redisKeys>;
  readonly #silentBoxes: SilentBoxes;
  readonly #claims: BoxClaims;
  readonly #startedAt = Date.now();
  readonly #timer: NodeJS.Timeout;
  #boxes = 0;
  /** Boxes of the folder that belong to other workers. */
  #ofOthers = 0;
  #draining = false;
  /** Whether it takes no jobs at the moment, because it drains or has no box to run them in. */
  #resting = false;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    this.#names = redisKeys(parts.prefix);
    this.#silentBoxes = new SilentBoxes(parts.boxPatienceMs);
    this.#claims = new BoxClaims(parts.boxesDir, { worker: parts.id, queue: parts.prefix });
    this.#timer = setInterval(() => {
      this.beat().catch((error: unknown) =>
        parts.log.debug({ event: 'worker.no-sign-of-life', err: error }, 'could not give a sign of life'),
      );
    }, parts.everyMs ?? usualBeatMs);
  }

  /** Boxes that this worker had at the last beat, whether or not they answered. */
  get boxes(): number {
    return this.#boxes;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async beat(): Promise<void> {
    const { id, redis, subscriber, worker, running, lessons, limits, lockMs, boxesDir } = this.#parts;
    const all = await inspectBoxes(boxesDir, limits);
    const own = await this.#claims.share(all, running().length);
    const boxes = all.filter(({ name }) => own.includes(name));
    // A box that is about to begin its next life does not answer for some seconds; it still counts.
    this.#boxes = boxes.length;
    this.#ofOthers = all.length - boxes.length;
    if (redis.status === 'ready') await this.#followDrain();
    await this.#restWithoutBoxes();
    const wanted = Math.max(1, this.#boxes);
    if (worker.concurrency !== wanted) worker.concurrency = wanted;
    if (redis.status !== 'ready') return;
    // A subscriber never sends anything, so it would not notice that the other end is gone.
    if (subscriber.status === 'ready') subscriber.ping().catch(() => undefined);
    const sign = {
      id,
      boxes: this.#boxes,
      silent: this.#silentBoxes.count(boxes),
      state: this.#draining ? 'draining' : 'working',
      startedAt: this.#startedAt,
      disks: [...new Set(boxes.flatMap(({ status }) => status?.disk ?? []))],
      lessons: lessons() ?? undefined,
      jobs: running(),
      longestMs: (limits.jobSeconds * limits.busyTimes + limits.boxWaitSeconds) * 1_000 + lockMs,
      at: await timeOf(redis),
    };
    await redis.hset(this.#names.workers, id, JSON.stringify(sign));
  }

  /** No more beats. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Gives the boxes back and, if Redis is there, removes the heartbeat. */
  async signOff(): Promise<void> {
    const { id, redis } = this.#parts;
    await this.#claims.release();
    if (redis.status !== 'ready') return;
    const gone = Promise.all([redis.hdel(this.#names.workers, id), redis.hdel(this.#names.drained, id)]);
    await settledWithin(gone, 1_000);
  }

  /** A teaching assistant may have drained or resumed this worker in the meantime. */
  async #followDrain(): Promise<void> {
    const { id, redis, log } = this.#parts;
    const wanted = (await redis.hexists(this.#names.drained, id)) === 1;
    if (wanted === this.#draining) return;
    this.#draining = wanted;
    if (wanted) log.info({ event: 'worker.draining' }, 'takes no more jobs, as ordered');
    else log.info({ event: 'worker.resumed' }, 'takes jobs again');
  }

  /** A job that is taken without a free box waits in vain, and each time costs it an attempt. */
  async #restWithoutBoxes(): Promise<void> {
    const { worker, boxesDir, log } = this.#parts;
    const wanted = this.#draining || this.#boxes === 0;
    if (wanted === this.#resting) return;
    this.#resting = wanted;
    if (this.#boxes === 0 && this.#ofOthers > 0)
      log.info(
        { event: 'worker.no-share', folder: boxesDir, boxes: this.#ofOthers },
        'all boxes here belong to other workers; this one takes jobs as soon as one is given back',
      );
    else if (this.#boxes === 0)
      log.warn(
        { event: 'worker.no-boxes', folder: boxesDir },
        'there is no box here, so this worker takes no jobs: start some with `node setup/main.js up`, or correct SANDBOX_BOXES',
      );
    if (wanted) await worker.pause(true);
    else await worker.resume();
  }
}
