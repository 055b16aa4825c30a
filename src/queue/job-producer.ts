import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { JobFiles } from './job-files.ts';

/** Options of verification jobs: after an infrastructure error there are two more attempts, on any worker. */
export const verifyJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const;

/**
 * All jobs have the same priority, so that they start in the order of arrival. Priority 0, which comes first, is for jobs that a TA moves
 * to the front.
 */
const usualPriority = 1;

/**
 * Maximum number of additions that are sent together. Smaller batches cost Node more time; larger ones keep Redis idle until all are ready.
 * Measured.
 */
const mostPerBatch = 5;

/** Additions that are sent together. */
interface Batch {
  readonly files: Map<string, SubmittedFiles>;
  /** Resolves when the files have been sent, before any of the jobs; `stored` resolves when Redis has stored them. */
  readonly sent: Promise<{ readonly stored: Promise<void> }>;
}

export interface JobProducerParts {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly files: JobFiles;
}

/**
 * Adds jobs with their files. Redis processes the commands of a connection in order, so no job exists before its files. Additions in the
 * same iteration of the event loop are sent in one write, up to {@link mostPerBatch}: first all files, then the jobs.
 */
export class JobProducer {
  readonly #parts: JobProducerParts;
  /** The batch that the next addition joins; null if it starts a new one. */
  #batch: Batch | null = null;

  constructor(parts: JobProducerParts) {
    this.#parts = parts;
  }

  async add(job: VerifyJob, files: SubmittedFiles): Promise<void> {
    const { redis, queue } = this.#parts;
    // If Redis is unreachable, BullMQ would keep the job and add it when it is no longer expected.
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
      // A tick scheduled in a microtask runs when no microtasks are left, that is, when BullMQ has written all jobs.
      queueMicrotask(() => process.nextTick(() => stream?.uncork()));
      sent.resolve({ stored: this.#parts.files.put(files) });
    });
    return { files, sent: sent.promise };
  }
}
