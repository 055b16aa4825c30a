import type { Redis } from 'ioredis';
import type { redisKeys } from '../../src/queue/redis-keys.ts';

/** A mark that nobody took away is over after this. Reading takes a moment; BullMQ gives a dead worker's job out again within a minute. */
const readingMs = 10 * 60_000;
/** Files that ended a process are read again after this: by then Dockhand may be a newer one. */
const unreadableMs = 60 * 60_000;

/** Marks that are made before a job's files are read, so that what ends one worker never ends a second. */
export interface ReadingMarks {
  /** False when these files have ended a process, or a worker died while it read them for this job. */
  readonly mayRead: () => Promise<boolean>;
  /** They were read, and nobody died. */
  readonly read: () => Promise<void>;
  /** They ended a process. */
  readonly ended: () => Promise<void>;
}

export function readingMarks(
  redis: Redis,
  names: ReturnType<typeof redisKeys>,
  job: { readonly id: string; readonly files: string },
): ReadingMarks {
  const reading = names.reading(job.id);
  const unreadable = names.unreadable(job.files);
  return {
    mayRead: async () => {
      if ((await redis.exists(unreadable)) === 1) return false;
      return (await redis.set(reading, '1', 'PX', readingMs, 'NX')) === 'OK';
    },
    read: async () => {
      await redis.del(reading);
    },
    ended: async () => {
      await redis.set(unreadable, '1', 'PX', unreadableMs);
      await redis.del(reading);
    },
  };
}
