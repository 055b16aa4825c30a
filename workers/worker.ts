import { Queue, type Telemetry, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { connectToWait, type RedisConnection } from '../src/queue/redis-connection.ts';
import { cancelSchema, redisKeys } from '../src/queue/redis-keys.ts';
import { RedisTrouble } from '../src/queue/redis-trouble.ts';
import { queueNames, type VerdictMessage } from '../src/submission/job.ts';
import { sleep } from '../src/timing/sleep.ts';
import { settledWithin } from '../src/timing/time-limit.ts';
import { Heartbeat } from './heartbeat.ts';
import { JobProcessor } from './job/job-processor.ts';
import type { Limits } from './sandbox/limits.ts';
import { KeptLessons } from './verification/kept-lessons.ts';
import { LessonSource } from './verification/lesson-source.ts';
import { ProcessVerifierPool, type VerifierPool } from './verification/verifier-pool.ts';

export interface WorkerOptions {
  /** Short and unique: /queue shows it. */
  readonly id: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly lessonsDir: string;
  /** The folder with one folder per box. */
  readonly boxesDir: string;
  readonly proxy: string | null;
  readonly checker: string;
  readonly limits: Limits;
  readonly log: Logger;
  /** How long a stop waits for running jobs before it hands them back. Milliseconds. */
  readonly graceMs?: number;
  /** Called with how long a job has waited for its box, for the metrics. Milliseconds. */
  readonly boxWaited?: (ms: number) => void;
  /** How often the worker writes its heartbeat. Milliseconds. */
  readonly signEveryMs?: number;
  /** A box that does not answer for this long is reported as silent. Milliseconds. */
  readonly boxPatienceMs?: number;
  /** A job whose lock is not renewed for this long counts as lost and goes to another worker. Milliseconds. */
  readonly lockMs?: number;
  /** Continues the trace of each job and passes it on with the verdict. */
  readonly telemetry?: Telemetry;
  /** How jobs run: in processes of their own (verification/verifier-pool.ts), unless a test replaces them. */
  readonly verifiers?: VerifierPool;
}

/** Long enough for an event loop that is busy for a while; the lock is renewed at every half of it. Milliseconds. */
const usualLockMs = 30_000;
/** How long a stop waits for running jobs by default. Milliseconds. */
const usualGraceMs = 25_000;
/** How often the worker checks whether a lesson has changed. Milliseconds. */
const watchMs = 2_000;
/** How soon the worker tries Redis again after a refused connection. Milliseconds. */
const retryStartMs = 2_000;
/** How long a stop waits for BullMQ after the grace period. Milliseconds. */
const closeMs = 8_000;

/**
 * Takes verifications from the queue and runs them in the boxes of a folder, as many at a time as there are boxes. It starts when it is
 * constructed.
 */
export class VerifyWorker {
  /** Resolves when the worker is waiting for jobs. */
  readonly ready: Promise<void>;
  readonly #options: WorkerOptions;
  readonly #connection: RedisConnection;
  readonly #subscriber: RedisConnection;
  readonly #verdicts: Queue<VerdictMessage>;
  readonly #kept = new KeptLessons();
  readonly #lessons: LessonSource;
  readonly #watch: NodeJS.Timeout;
  readonly #verifiers: VerifierPool;
  readonly #worker: Worker<unknown>;
  readonly #processor: JobProcessor;
  readonly #heartbeat: Heartbeat;
  readonly #trouble: RedisTrouble;
  #lessonCount = 0;
  #closing = false;

  constructor(options: WorkerOptions) {
    const { id, prefix, log, redisUrl, lessonsDir, boxesDir, proxy, checker, limits } = options;
    const lockMs = options.lockMs ?? usualLockMs;
    const claimant = { worker: id, queue: prefix };
    this.#options = options;
    this.#trouble = new RedisTrouble(redisUrl, (trouble) =>
      log.warn({ event: 'worker.redis-away', ...trouble }, 'Redis is away or refuses to work'),
    );
    this.#connection = connectToWait(redisUrl);
    this.#subscriber = connectToWait(redisUrl);
    this.#verdicts = new Queue<VerdictMessage>(queueNames.verdicts, {
      ...{ connection: this.#connection, prefix },
      ...tracedBy(options),
    });
    this.#lessons = new LessonSource(lessonsDir, log, this.#kept);
    this.#watch = setInterval(() => void this.#lessons.watch().catch(() => undefined), watchMs);
    this.#watch.unref();
    this.#verifiers =
      options.verifiers ??
      new ProcessVerifierPool(lessonsDir, { boxesDir, claimant, proxy, checker, limits });
    this.#worker = this.#openWorker(lockMs);
    this.#processor = new JobProcessor({
      ...{ worker: id, prefix, redis: this.#connection, verdicts: this.#verdicts, lessons: this.#lessons },
      ...{ verifiers: this.#verifiers, checker, boxWaited: options.boxWaited, log },
      isDraining: () => this.#closing || this.#heartbeat.draining,
    });
    this.#heartbeat = new Heartbeat({
      ...{ id, prefix, redis: this.#connection, subscriber: this.#subscriber, worker: this.#worker },
      ...{
        boxesDir,
        limits,
        lockMs,
        everyMs: options.signEveryMs,
        boxPatienceMs: options.boxPatienceMs,
        log,
      },
      running: () => this.#processor.running,
      lessons: () => this.#lessons.digests(),
    });
    this.#listen();
    this.ready = this.#start();
  }

  /** Whether it could take jobs at the last heartbeat. */
  get readiness(): { readonly redis: boolean; readonly boxes: number; readonly lessons: number } {
    return {
      redis: this.#connection.status === 'ready',
      boxes: this.#heartbeat.boxes,
      lessons: this.#lessonCount,
    };
  }

  /** Takes no new jobs, lets running ones end within the grace period, and hands the others back. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#heartbeat.stop();
    clearInterval(this.#watch);
    const closed = this.#worker.close();
    await this.#jobsOver(this.#options.graceMs ?? usualGraceMs);
    this.#processor.stopAll();
    // Redis may be away: closing must not wait for it.
    await settledWithin(closed, closeMs);
    await this.#verifiers.close();
    await this.#heartbeat.signOff();
    await settledWithin(this.#verdicts.close(), 1_000);
    await this.#kept.close();
    // Also BullMQ's own connections: one that keeps reconnecting would keep the process alive.
    this.#connection.hangUp();
    this.#subscriber.hangUp();
  }

  /** Waits until no job runs, at most for the grace period. */
  async #jobsOver(graceMs: number): Promise<void> {
    const end = Date.now() + graceMs;
    while (this.#processor.running.length > 0 && Date.now() < end) await sleep(100);
  }

  #openWorker(lockMs: number): Worker<unknown> {
    const { id, prefix, log } = this.#options;
    const worker = new Worker<unknown>(
      queueNames.verify,
      (job, token) => this.#processor.process({ job, token }),
      {
        ...{ connection: this.#connection, prefix, name: id, autorun: false, concurrency: 1 },
        ...{ lockDuration: lockMs, stalledInterval: lockMs / 2, maxStalledCount: 2, drainDelay: 2 },
        ...tracedBy(this.#options),
      },
    );
    worker.on('stalled', (job: string) =>
      log.warn({ event: 'worker.job-stalled', job }, 'a job stalled and was given out again'),
    );
    return worker;
  }

  #listen(): void {
    const { id, prefix } = this.#options;
    for (const each of [this.#connection, this.#subscriber]) each.on('error', this.#trouble.report);
    this.#verdicts.on('error', this.#trouble.report);
    this.#worker.on('error', this.#trouble.report);
    const names = redisKeys(prefix);
    this.#subscriber.on('message', (channel: string, text: string) => {
      if (channel !== names.drains) this.#cancel(text);
      else if (text === id) this.#heartbeat.beat().catch(() => undefined);
    });
  }

  #cancel(text: string): void {
    const message = cancelSchema.safeParse(parsed(text)).data;
    if (message !== undefined) this.#processor.cancel(message);
  }

  /** Whether Redis accepts this worker. While Redis refuses the password or is not ready yet, it is asked again. */
  async #connected(): Promise<boolean> {
    const { cancel, drains } = redisKeys(this.#options.prefix);
    try {
      await this.#subscriber.subscribe(cancel, drains);
      await this.#heartbeat.beat();
      await this.#worker.waitUntilReady();
      return true;
    } catch (error) {
      this.#trouble.report(error);
      return this.#closing;
    }
  }

  async #start(): Promise<void> {
    const { id, log } = this.#options;
    while (!(await this.#connected())) await sleep(retryStartMs);
    if (this.#closing) return;
    this.#worker.run().catch((error: unknown) => {
      log.error({ event: 'worker.stopped-by-itself', err: error }, 'the worker stopped by itself');
    });
    const lessons = await this.#lessons.slugs();
    this.#lessonCount = lessons.length;
    if (lessons.length === 0)
      log.warn(
        { event: 'worker.no-lessons', folder: this.#options.lessonsDir },
        'there is no usable lesson here, so every job is handed on: bring the bot’s lessons, or correct LESSONS_DIR',
      );
    const boxes = this.#heartbeat.boxes;
    log.info({ event: 'worker.ready', id, boxes, lessons }, 'the worker waits for jobs');
  }
}

const tracedBy = ({ telemetry }: WorkerOptions): { readonly telemetry?: Telemetry } =>
  telemetry === undefined ? {} : { telemetry };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
