import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { JobFiles } from './job-files.ts';

/** Retries of a verification: after an infrastructure error it gets two more attempts, on any worker. */
export const verifyJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const;

/**
 * All jobs have the same priority, so that they start in order of arrival. 0 goes first, and is for jobs that a TA has moved to
 * the front.
 */
const usualPriority = 1;

/** Jobs added in one write. Smaller batches cost Node more time; larger ones make Redis wait until all are ready. Measured. */
const mostPerBatch = 5;

/** Jobs that are added in one write. */
interface Batch {
  readonly files: Map<string, SubmittedFiles>;
  /** Settles when the files are sent, before any of the jobs; `stored` when Redis has stored them. */
  readonly sent: Promise<{ readonly stored: Promise<void> }>;
}

export interface JobProducerParts {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly files: JobFiles;
}

/**
 * Adds jobs with their files. Redis processes one connection's commands in order, so no job exists before its files. Everything
 * added in the same turn of the event loop leaves in one write, up to {@link mostPerBatch} jobs: the files of all, then each job.
 */
export class JobProducer {
  readonly #parts: JobProducerParts;
  /** The batch that the next add joins; null to begin a new one. */
  #batch: Batch | null = null;

  constructor(parts: JobProducerParts) {
    this.#parts = parts;
  }

  async add(job: VerifyJob, files: SubmittedFiles): Promise<void> {
    const { redis, queue } = this.#parts;
    // Otherwise BullMQ would keep the job while Redis is away, and add it when nobody expects it any more.
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
      // nextTick within a microtask runs after all microtasks, when BullMQ has written every job.
      queueMicrotask(() => process.nextTick(() => stream?.uncork()));
      sent.resolve({ stored: this.#parts.files.put(files) });
    });
    return { files, sent: sent.promise };
  }
}
