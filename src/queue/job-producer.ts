import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { JobFiles } from './job-files.ts';

/** How a verification is tried: an infrastructure error gets two more attempts, on any worker. */
export const verifyJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const;

/** All jobs have the same priority, so that they start in the order of arrival; 0 goes first, and is for those that a TA moves to the front. */
const usualPriority = 1;

/** Adds that leave together: fewer cost Node more of its time, more let Redis wait until all are ready. Measured. */
const mostPerBatch = 5;

/** What leaves together. */
interface Batch {
  readonly files: Map<string, SubmittedFiles>;
  /** Settles when the files are on their way, before any of the jobs; `stored` when Redis has them. */
  readonly sent: Promise<{ readonly stored: Promise<void> }>;
}

export interface JobProducerParts {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly files: JobFiles;
}

/**
 * Adds jobs with their files. On one connection Redis takes what it is sent in that order, so no job is there before its files. What is
 * added in the same turn of the event loop leaves in one write, up to {@link mostPerBatch}: the files of all, then each job.
 */
export class JobProducer {
  readonly #parts: JobProducerParts;
  /** The batch that the next add joins; null when it begins a new one. */
  #batch: Batch | null = null;

  constructor(parts: JobProducerParts) {
    this.#parts = parts;
  }

  async add(job: VerifyJob, files: SubmittedFiles): Promise<void> {
    const { redis, queue } = this.#parts;
    // BullMQ would keep the job while Redis is away, and add it when nobody expects it any more.
    if (redis.status !== 'ready') await redis.ping();
    while (this.#batch !== null && this.#batch.files.size >= mostPerBatch) await nextTurn();
    this.#batch ??= this.#beginBatch();
    const id = jobId(job);
    this.#batch.files.set(id, files);
    const { stored } = await this.#batch.sent;
    const options = { ...verifyJobOptions, jobId: id, priority: usualPriority };
    await Promise.all([stored, queue.add('verify', job, options)]);
  }

  #beginBatch(): Batch {
    const files = new Map<string, SubmittedFiles>();
    const sent = Promise.withResolvers<{ readonly stored: Promise<void> }>();
    setImmediate(() => {
      this.#batch = null;
      const { stream } = this.#parts.redis;
      stream?.cork();
      // A tick that a microtask asks for comes when there are no more of them: BullMQ has written every job by then.
      queueMicrotask(() => process.nextTick(() => stream?.uncork()));
      sent.resolve({ stored: this.#parts.files.put(files) });
    });
    return { files, sent: sent.promise };
  }
}
