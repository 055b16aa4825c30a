import type { Redis } from 'ioredis';
import type { Files } from '../submission/files.ts';
import { filesExpireAfter, keys } from './keys.ts';

/** The files that waiting and running jobs need: each once, however many students sent the same. */
export interface FileBlobs {
  readonly put: (job: string, digest: string, files: Files) => Promise<void>;
  /** The job needs them no more; the last one takes them along. */
  readonly release: (job: string, digest: string) => Promise<void>;
  /** Every job that files are kept for. */
  readonly held: () => Promise<readonly { readonly job: string; readonly digest: string }[]>;
}

const putScript = `
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])`;

/** One step, so that a job which comes in between keeps its files. */
const releaseScript = `
redis.call('SREM', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
if redis.call('SCARD', KEYS[2]) == 0 then return redis.call('DEL', KEYS[1], KEYS[2]) end
return 0`;

export function fileBlobs(redis: Redis, prefix: string): FileBlobs {
  const names = keys(prefix);
  return {
    put: async (job, digest, files) => {
      const { files: blob, filesFor, held } = names;
      await redis.eval(
        putScript,
        3,
        blob(digest),
        filesFor(digest),
        held,
        job,
        JSON.stringify(files),
        filesExpireAfter,
        digest,
      );
    },
    release: async (job, digest) => {
      await redis.eval(releaseScript, 3, names.files(digest), names.filesFor(digest), names.held, job);
    },
    held: async () =>
      Object.entries(await redis.hgetall(names.held)).map(([job, digest]) => ({ job, digest })),
  };
}
