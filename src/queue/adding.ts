import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Files } from '../submission/files.ts';
import { jobId, type VerifyJob } from '../submission/job.ts';
import type { FileBlobs, Needed } from './blobs.ts';

/** How a verification is tried: an infrastructure error gets two more attempts, on any worker. */
export const verifyJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const;

/** Adds that leave together. */
interface Departure {
  readonly needed: Needed[];
  /** Their files are on their way to Redis; `arrived` once they are there. */
  readonly left: Promise<{ readonly arrived: Promise<void> }>;
}

/**
 * Adds jobs with their files. All that are added in the same turn of the event loop leave together, in one write: first
 * the files of all, then each job. On one connection Redis takes them in this order, so no job is there before its files.
 */
export function openAdding(options: {
  readonly redis: Redis;
  readonly queue: Queue<VerifyJob>;
  readonly blobs: FileBlobs;
}): (job: VerifyJob, files: Files, priority: number) => Promise<void> {
  const { redis, queue, blobs } = options;
  let next: Departure | null = null;

  const prepare = (): Departure => {
    const needed: Needed[] = [];
    const left = new Promise<{ readonly arrived: Promise<void> }>((resolve) =>
      process.nextTick(() => {
        next = null;
        inOneWrite(redis);
        resolve({ arrived: blobs.put(needed) });
      }),
    );
    return { needed, left };
  };

  return async (job, files, priority) => {
    // BullMQ would keep the job while Redis is away, and add it when nobody expects it any more.
    if (redis.status !== 'ready') await redis.ping();
    const id = jobId(job);
    next ??= prepare();
    next.needed.push({ job: id, digest: job.files, files });
    const { arrived } = await next.left;
    await Promise.all([arrived, queue.add('verify', job, { ...verifyJobOptions, jobId: id, priority })]);
  };
}

/** What is sent until this turn of the event loop is over leaves in one write. */
function inOneWrite({ status, stream }: Redis): void {
  if (status !== 'ready') return;
  stream.cork();
  setImmediate(() => stream.uncork());
}
