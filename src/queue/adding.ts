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

/**
 * Adds jobs with their files. On one connection Redis takes what it is sent in that order, so no job is there before its files. What is
 * added in the same turn of the event loop leaves in one write.
 */
export function openAdding(options: {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly blobs: FileBlobs;
}): (job: VerifyJob, files: Files, priority: number) => Promise<void> {
  const { redis, queue, blobs } = options;
  let gathering = false;

  const gather = (): void => {
    const { status, stream } = redis;
    if (gathering || status !== 'ready') return;
    gathering = true;
    stream.cork();
    setImmediate(() => {
      gathering = false;
      stream.uncork();
    });
  };

  return async (job, files, priority) => {
    // BullMQ would keep the job while Redis is away, and add it when nobody expects it any more.
    if (redis.status !== 'ready') await redis.ping();
    const id = jobId(job);
    gather();
    await Promise.all([
      blobs.put(id, files),
      queue.add('verify', job, { ...verifyJobOptions, jobId: id, priority }),
    ]);
  };
}
