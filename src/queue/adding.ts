import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Files } from '../submission/files.ts';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { FileBlobs } from './blobs.ts';

/** How a verification is tried: an infrastructure error gets two more attempts, on any worker. */
export const verifyJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const;

/** Adds that leave in one write: fewer make Node call the kernel more often, more let Redis wait until all are ready. Measured. */
const together = 10;

/**
 * Adds jobs with their files. On one connection Redis takes what it is sent in that order, so no job is there before its files. What is
 * added in the same turn of the event loop leaves in one write, up to {@link together}.
 */
export function openAdding(options: {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly blobs: FileBlobs;
}): (job: VerifyJob, files: Files, priority: number) => Promise<void> {
  const { redis, queue, blobs } = options;
  let leaving = 0;

  const gather = (): void => {
    if (leaving++ > 0) return;
    const { stream } = redis;
    stream.cork();
    setImmediate(() => {
      leaving = 0;
      stream.uncork();
    });
  };

  return async (job, files, priority) => {
    while (leaving >= together) await nextTurn();
    // BullMQ would keep the job while Redis is away, and add it when nobody expects it any more.
    if (redis.status !== 'ready') await redis.ping();
    if (redis.status === 'ready') gather();
    const id = jobId(job);
    await Promise.all([
      blobs.put(id, files),
      queue.add('verify', job, { ...verifyJobOptions, jobId: id, priority }),
    ]);
  };
}
