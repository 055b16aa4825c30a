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

/** All stand in one line, in the order in which they came; 0 is before it: that is for what a TA moves to the front. */
const inLine = 1;

/** Adds that leave together: fewer cost Node more of its time, more let Redis wait until all are ready. Measured. */
const together = 5;

/** What leaves together. */
interface Batch {
  readonly files: Map<string, SubmittedFiles>;
  /** The files are on their way, before any of the jobs. */
  readonly sent: Promise<{ readonly kept: Promise<void> }>;
}

/**
 * Adds jobs with their files. On one connection Redis takes what it is sent in that order, so no job is there before its files. What is
 * added in the same turn of the event loop leaves in one write, up to {@link together}: the files of all, then each job.
 */
export function openJobProducer(options: {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly blobs: JobFiles;
}): (job: VerifyJob, files: SubmittedFiles) => Promise<void> {
  const { redis, queue, blobs } = options;
  let lot: Batch | null = null;

  const openLot = (): Batch => {
    const files = new Map<string, SubmittedFiles>();
    const sent = Promise.withResolvers<{ readonly kept: Promise<void> }>();
    setImmediate(() => {
      lot = null;
      const { stream } = redis;
      stream?.cork();
      // A tick that a microtask asks for comes when there are no more of them: BullMQ has written every job by then.
      queueMicrotask(() => process.nextTick(() => stream?.uncork()));
      sent.resolve({ kept: blobs.put(files) });
    });
    return { files, sent: sent.promise };
  };

  return async (job, files) => {
    // BullMQ would keep the job while Redis is away, and add it when nobody expects it any more.
    if (redis.status !== 'ready') await redis.ping();
    while (lot !== null && lot.files.size >= together) await nextTurn();
    lot ??= openLot();
    const id = jobId(job);
    lot.files.set(id, files);
    const { kept } = await lot.sent;
    await Promise.all([kept, queue.add('verify', job, { ...verifyJobOptions, jobId: id, priority: inLine })]);
  };
}
