import { randomUUID } from 'node:crypto';
import { Queue, type QueueEvents, type Telemetry } from 'bullmq';
import type { Logger } from 'pino';
import type { SubmittedFiles } from '../submission/files.ts';
import {
  jobId,
  progressSchema,
  queueNames,
  runOf,
  type VerdictMessage,
  type VerifyJob,
} from '../submission/job.ts';
import type { CancelRequest } from '../submission/verdict.ts';
import { settledWithin } from '../timing/time-limit.ts';
import { JobFiles } from './job-files.ts';
import { JobProducer } from './job-producer.ts';
import { QueueControls } from './queue-controls.ts';
import { openEvents } from './queue-events.ts';
import { QueueInspector } from './queue-inspector.ts';
import {
  answerWithin,
  connectToAsk,
  connectToWait,
  inTime,
  type RedisConnection,
} from './redis-connection.ts';
import { redisKeys } from './redis-keys.ts';
import { RedisTrouble } from './redis-trouble.ts';
import { VerdictConsumer } from './verdict-consumer.ts';
import type { InheritedPosition, VerifyQueue } from './verify-queue.ts';

export interface BullmqVerifyQueueOptions {
  readonly url: string;
  readonly prefix: string;
  readonly log: Logger;
  /** See {@link VerifyQueue.notificationClaimMs}: longer than a notification takes. */
  readonly notificationClaimMs?: number;
  /** A verdict whose bot does not renew its lock for this long is delivered again. Milliseconds. */
  readonly verdictLockMs?: number;
  /** Passes trace contexts on with jobs. */
  readonly telemetry?: Telemetry;
}

/**
 * The bot's side of the queues. The constructor does not wait for Redis. While Redis is unreachable, every call throws QueueAway in time,
 * and consuming resumes when it is back.
 */
export class BullmqVerifyQueue implements VerifyQueue {
  readonly notificationClaimMs: number;
  readonly #options: BullmqVerifyQueueOptions;
  readonly #redis: RedisConnection;
  readonly #listening: RedisConnection;
  readonly #queue: Queue<VerifyJob>;
  readonly #verdicts: Queue<VerdictMessage>;
  readonly #events: QueueEvents;
  readonly #files: JobFiles;
  readonly #producer: JobProducer;
  readonly #inspector: QueueInspector;
  readonly #controls: QueueControls;
  readonly #consumers: VerdictConsumer[] = [];
  readonly #trouble: RedisTrouble;
  /** Identifies this bot if another is running at the same time, for example during an upgrade. */
  readonly #self = randomUUID();

  constructor(options: BullmqVerifyQueueOptions) {
    const { url, prefix, log, notificationClaimMs = 20_000, telemetry } = options;
    const traced = telemetry === undefined ? {} : { telemetry };
    this.#options = options;
    this.notificationClaimMs = notificationClaimMs;
    const redis = connectToAsk(url);
    const queue = new Queue<VerifyJob>(queueNames.verify, { connection: redis, prefix, ...traced });
    const verdicts = new Queue<VerdictMessage>(queueNames.verdicts, { connection: redis, prefix });
    const files = new JobFiles(redis, prefix);
    const inspector = new QueueInspector({ redis, queue, verdicts, prefix });
    this.#redis = redis;
    this.#listening = connectToWait(url);
    this.#queue = queue;
    this.#verdicts = verdicts;
    this.#events = openEvents(this.#listening, prefix);
    this.#files = files;
    this.#producer = new JobProducer({ redis, queue, files });
    this.#inspector = inspector;
    this.#controls = new QueueControls({ redis, queue, inspector, prefix });
    this.#trouble = new RedisTrouble(url, (trouble) =>
      log.warn({ event: 'queue.redis-away', ...trouble }, 'Redis is away or refuses to work'),
    );
    for (const each of [redis, this.#listening]) each.on('error', this.#trouble.report);
    for (const each of [queue, verdicts]) each.on('error', this.#trouble.report);
    this.#events.on('error', this.#trouble.report);
  }

  add(
    job: VerifyJob,
    files: SubmittedFiles,
    turn = 0,
    position: InheritedPosition | null = null,
  ): Promise<void> {
    const { submission, run } = job;
    const added = async (): Promise<void> => {
      await this.#producer.add(job, files);
      if (turn > 0) await this.#controls.letPass(submission, run, turn);
      if (position !== null) await this.#controls.moveTo(submission, run, position);
    };
    return inTime(added());
  }

  inheritablePosition(submission: string, run: number) {
    return inTime(this.#inspector.inheritablePositionOf(jobId({ submission, run })));
  }

  position(submission: string, run: number) {
    return inTime(this.#inspector.positionOf(jobId({ submission, run })));
  }

  state(submission: string, run: number) {
    return inTime(this.#inspector.stateOf(jobId({ submission, run })));
  }

  overview() {
    return inTime(this.#inspector.overview());
  }

  counts() {
    return inTime(this.#inspector.counts());
  }

  workers() {
    return inTime(this.#inspector.workers());
  }

  cancel(submission: string, run: number, why: CancelRequest) {
    return inTime(this.#controls.cancel(submission, run, why));
  }

  pause() {
    return inTime(this.#controls.pause());
  }

  resume() {
    return inTime(this.#controls.resume());
  }

  promote(submission: string, run: number) {
    return inTime(this.#controls.promote(submission, run));
  }

  drain(worker: string) {
    return inTime(this.#controls.drain(worker));
  }

  undrain(worker: string) {
    return inTime(this.#controls.undrain(worker));
  }

  hurryDelayed() {
    return inTime(this.#controls.hurryDelayed());
  }

  release(submission: string, run: number) {
    return inTime(this.#files.release(jobId({ submission, run })));
  }

  restoreFiles(submission: string, run: number, files: SubmittedFiles) {
    return inTime(this.#files.put(new Map([[jobId({ submission, run }), files]])));
  }

  heldRuns() {
    return inTime(this.#files.held().then((jobs) => jobs.map(runOf)));
  }

  claimNotification(submission: string, run: number): Promise<boolean> {
    const key = this.#claimKey(submission, run);
    const claimed = async (): Promise<boolean> => {
      const taken = await this.#redis.set(key, this.#self, 'PX', this.notificationClaimMs, 'NX');
      return taken !== null || (await this.#redis.get(key)) === this.#self;
    };
    return inTime(claimed());
  }

  releaseNotification(submission: string, run: number): Promise<void> {
    const key = this.#claimKey(submission, run);
    const released = async (): Promise<void> => {
      if ((await this.#redis.get(key)) === this.#self) await this.#redis.del(key);
    };
    return inTime(released());
  }

  onReady(listener: () => void): () => void {
    this.#redis.on('ready', listener);
    return () => void this.#redis.off('ready', listener);
  }

  onProgress(listener: Parameters<VerifyQueue['onProgress']>[0]): () => void {
    const hear = ({ jobId: id, data }: { readonly jobId: string; readonly data: unknown }): void => {
      const progress = progressSchema.safeParse(data);
      if (!progress.success) return;
      const { submission, run } = runOf(id);
      listener(submission, run, progress.data);
    };
    this.#events.on('progress', hear);
    return () => void this.#events.off('progress', hear);
  }

  onMoved(listener: () => void): () => void {
    this.#events.on('active', listener);
    this.#events.on('removed', listener);
    return () => void this.#events.off('active', listener).off('removed', listener);
  }

  hasPendingVerdict(submission: string, run: number): Promise<boolean> {
    const pending = async (): Promise<boolean> => {
      const job = await this.#verdicts.getJob(jobId({ submission, run }));
      return job !== undefined && !(await job.isFailed());
    };
    return inTime(pending());
  }

  consumeVerdicts(...[handler, unreadable, bots]: Parameters<VerifyQueue['consumeVerdicts']>): void {
    const { url, prefix, log, verdictLockMs: lockMs = 30_000 } = this.#options;
    const [queue, inspector, onError] = [this.#queue, this.#inspector, this.#trouble.report];
    this.#consumers.push(
      new VerdictConsumer({
        ...{ url, prefix, lockMs, queue, inspector, handler, unreadable, bots, onError, log },
        telemetry: this.#options.telemetry,
      }),
    );
  }

  async ping(): Promise<boolean> {
    try {
      return (await inTime(this.#redis.ping())) === 'PONG';
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    // Each has a moment to finish its calls, but an unreachable Redis must not prevent the bot from stopping.
    const closing = [...this.#consumers, this.#events, this.#queue, this.#verdicts].map((each) =>
      each.close(),
    );
    await settledWithin(Promise.allSettled(closing), answerWithin);
    for (const each of [this.#redis, this.#listening, ...this.#consumers]) each.hangUp();
  }

  #claimKey(submission: string, run: number): string {
    return redisKeys(this.#options.prefix).notifying(jobId({ submission, run }));
  }
}
