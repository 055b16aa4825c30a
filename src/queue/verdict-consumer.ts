import { DelayedError, type Job, type Queue, type Telemetry, Worker } from 'bullmq';
import type { Logger } from 'pino';
import {
  idSchema,
  jobId,
  queueNames,
  runOf,
  type VerdictMessage,
  type VerifyJob,
  verdictMessageSchema,
} from '../submission/job.ts';
import type { QueueInspector } from './queue-inspector.ts';
import { connectToWait, type RedisConnection } from './redis-connection.ts';
import type { VerifyQueue } from './verify-queue.ts';

/** How often an unreadable verdict is returned to the queue. During an upgrade, another bot may know its version. */
const mostHandOvers = 2;
/** The same with several bots. Each of two is equally likely to get it next, so the chance that this bot always gets it is 1 in 4,096. */
const mostAmongSeveral = 11;
/** Delay before a returned verdict is delivered again. Milliseconds. */
const handOverMs = 3_000;
/** Maximum number of verdicts handled at the same time. */
const concurrency = 10;

export interface VerdictConsumerParts {
  readonly url: string;
  readonly prefix: string;
  /** See `verdictLockMs` in bullmq-verify-queue.ts. */
  readonly lockMs: number;
  readonly queue: Queue<VerifyJob>;
  readonly inspector: QueueInspector;
  readonly handler: Parameters<VerifyQueue['consumeVerdicts']>[0];
  readonly unreadable: Parameters<VerifyQueue['consumeVerdicts']>[1];
  readonly bots: Parameters<VerifyQueue['consumeVerdicts']>[2];
  readonly onError: (error: unknown) => void;
  readonly telemetry: Telemetry | undefined;
  readonly log: Logger;
}

/** Consumes verdicts from their queue; see {@link VerifyQueue.consumeVerdicts}. Consuming starts on construction. */
export class VerdictConsumer {
  readonly #parts: VerdictConsumerParts;
  readonly #connection: RedisConnection;
  readonly #worker: Worker<VerdictMessage>;

  constructor(parts: VerdictConsumerParts) {
    const { url, prefix, lockMs, onError, telemetry } = parts;
    this.#parts = parts;
    this.#connection = connectToWait(url);
    this.#worker = new Worker<VerdictMessage>(queueNames.verdicts, (job, token) => this.#take(job, token), {
      ...{ connection: this.#connection, prefix, concurrency },
      ...{ lockDuration: lockMs, stalledInterval: lockMs },
      removeOnComplete: { count: 0 },
      ...(telemetry === undefined ? {} : { telemetry }),
    });
    this.#worker.on('error', onError);
    this.#connection.on('error', onError);
  }

  /** Resolves when the verdicts in progress have been handled. Call {@link hangUp} afterwards. */
  async close(): Promise<void> {
    await this.#worker.close();
  }

  hangUp(): void {
    this.#connection.hangUp();
  }

  async #take(job: Job<VerdictMessage>, token: string | undefined): Promise<void> {
    const message = verdictMessageSchema.safeParse(job.data);
    if (!message.success) return this.#takeUnreadable(job, message.error.issues, token);
    const { handler, queue, inspector, onError } = this.#parts;
    await handler(message.data);
    const { outcome } = message.data.verdict;
    // The duration is only used for estimates, so losing one does not matter.
    if (outcome === 'passed' || outcome === 'failed')
      await inspector.rememberDuration(await slotTime(queue, job.timestamp, message.data)).catch(onError);
  }

  async #takeUnreadable(
    job: Job<VerdictMessage>,
    issues: readonly unknown[],
    token: string | undefined,
  ): Promise<void> {
    const { log, unreadable, bots = () => 1 } = this.#parts;
    if (job.attemptsStarted <= (bots() > 1 ? mostAmongSeveral : mostHandOvers)) {
      log.warn(
        { event: 'queue.verdict-handed-on', job: job.id, issues },
        'handed on a verdict that cannot be read',
      );
      await job.moveToDelayed(Date.now() + handOverMs, token);
      throw new DelayedError();
    }
    log.error(
      { event: 'queue.verdict-unreadable', job: job.id, issues },
      'a verdict that nobody can read counts as an error of ours',
    );
    const { submission, run } = runOf(job.id ?? '');
    if (idSchema.safeParse(submission).success && Number.isInteger(run)) await unreadable?.(submission, run);
  }
}

/**
 * The duration of a verification: from when a worker took it until it sent the verdict, both by the worker's clock. If that is no longer
 * known, the sum of its phases. Milliseconds.
 */
async function slotTime(
  queue: Queue<VerifyJob>,
  sentAt: number,
  { submission, run, verdict }: VerdictMessage,
): Promise<number> {
  const job = await queue.getJob(jobId({ submission, run })).catch(() => undefined);
  const took = sentAt - (job?.processedOn ?? sentAt);
  return took > 0 ? took : verdict.phases.reduce((sum, phase) => sum + phase.ms, 0);
}
