import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { redisKeys } from './redis-keys.ts';

/**
 * The files of waiting and running jobs; the records hold them permanently. Equal files of two jobs are stored twice: a few
 * kilobytes (a megabyte at most, for a student's whole project), and neither job needs to know whether the other is done.
 */
export class JobFiles {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#key = redisKeys(prefix).files;
  }

  /** Stores files by job in one command; idempotent. The command is sent before this returns. */
  async put(jobs: ReadonlyMap<string, SubmittedFiles>): Promise<void> {
    await this.#redis.hset(this.#key, ...[...jobs].flatMap(([job, files]) => [job, JSON.stringify(files)]));
  }

  /** Deletes the files of a job that no longer needs them. */
  async release(job: string): Promise<void> {
    await this.#redis.hdel(this.#key, job);
  }

  /** All jobs that have files stored. */
  held(): Promise<readonly string[]> {
    return this.#redis.hkeys(this.#key);
  }
}
