import type { Redis } from 'ioredis';
import type { SubmittedFiles } from '../submission/files.ts';
import { redisKeys } from './redis-keys.ts';

/**
 * The files that waiting and running jobs need; the records have them for good. Equal files of two jobs are there twice: a few
 * kilobytes (a megabyte at most, for a project of a student's own), and neither has to ask whether the other is done.
 */
export class JobFiles {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#key = redisKeys(prefix).files;
  }

  /** By job, in one command. Twice changes nothing. It is sent before this returns. */
  async put(jobs: ReadonlyMap<string, SubmittedFiles>): Promise<void> {
    await this.#redis.hset(this.#key, ...[...jobs].flatMap(([job, files]) => [job, JSON.stringify(files)]));
  }

  /** The job no longer needs them. */
  async release(job: string): Promise<void> {
    await this.#redis.hdel(this.#key, job);
  }

  /** Every job that files are kept for. */
  held(): Promise<readonly string[]> {
    return this.#redis.hkeys(this.#key);
  }
}
