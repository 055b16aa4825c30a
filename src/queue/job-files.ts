import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { redisKeys } from './redis-keys.ts';

/** The files that waiting and running jobs need. The records have them for good. */
export interface JobFiles {
  /** By job, in one command. Twice changes nothing. It is sent before this returns. */
  readonly put: (jobs: ReadonlyMap<string, SubmittedFiles>) => Promise<void>;
  /** The job needs them no more. */
  readonly release: (job: string) => Promise<void>;
  /** Every job that files are kept for. */
  readonly held: () => Promise<readonly string[]>;
}

/** Equal files of two jobs lie there twice: a few kilobytes, and neither has to ask whether the other is done. */
export function jobFiles(redis: Redis, prefix: string): JobFiles {
  const { files: key } = redisKeys(prefix);
  return {
    put: async (jobs) => {
      await redis.hset(key, ...[...jobs].flatMap(([job, files]) => [job, JSON.stringify(files)]));
    },
    release: async (job) => {
      await redis.hdel(key, job);
    },
    held: () => redis.hkeys(key),
  };
}
