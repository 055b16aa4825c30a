import type { Redis } from 'ioredis';
import type { redisKeys } from '../../src/queue/redis-keys.ts';

/** A mark that nobody removed expires after this. Reading takes a moment, and BullMQ reassigns a dead worker's job within a minute. */
const readingMs = 10 * 60_000;
/** Files that ended a process are read again after this: Dockhand may have been upgraded by then. */
const unreadableMs = 60 * 60_000;

/** Marks set before a job's files are read, so that files which kill one worker never kill a second. */
export interface ReadingMarks {
  /** False when these files have ended a process, or when a worker died reading them for this job. */
  readonly mayRead: () => Promise<boolean>;
  /** The files were read and the process survived. */
  readonly read: () => Promise<void>;
  /** The files ended a process. */
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
