import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { redisKeys } from './redis-keys.ts';

/**
 * The files of waiting and running jobs; the records keep them permanently. Equal files of two jobs are stored twice, because they are only
 * a few kilobytes (at most a megabyte for a student's own project) and no reference count is needed.
 */
export class JobFiles {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#key = redisKeys(prefix).files;
  }

  /** Stores files by job in a single command. Repeating it changes nothing. The command is sent before the method returns. */
  async put(jobs: ReadonlyMap<string, SubmittedFiles>): Promise<void> {
    await this.#redis.hset(this.#key, ...[...jobs].flatMap(([job, files]) => [job, JSON.stringify(files)]));
  }

  /** Deletes the files of a job. */
  async release(job: string): Promise<void> {
    await this.#redis.hdel(this.#key, job);
  }

  /** The ids of all jobs with stored files. */
  held(): Promise<readonly string[]> {
    return this.#redis.hkeys(this.#key);
  }
}
