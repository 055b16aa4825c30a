import type { Redis } from 'ioredis';
import type { Files } from '../submission/files.ts';
import { filesExpireAfter, keys } from './keys.ts';

/** The files that waiting and running jobs need: each once, however many students sent the same. */
export interface FileBlobs {
  /** Twice changes nothing. Everything is sent before it returns. */
  readonly put: (needed: {
    readonly job: string;
    readonly digest: string;
    readonly files: Files;
  }) => Promise<void>;
  /** The job needs them no more; the last one takes them along. */
  readonly release: (job: string, digest: string) => Promise<void>;
  /** Every job that files are kept for. */
  readonly held: () => Promise<readonly { readonly job: string; readonly digest: string }[]>;
}

/**
 * One step, so that a job which comes in between keeps its files. Who needs the same stands side by side in the
 * alphabet; ';' is what follows ':' in it.
 */
const releaseScript = `
redis.call('ZREM', KEYS[2], ARGV[1] .. ':' .. ARGV[2])
local others = redis.call('ZRANGE', KEYS[2], '[' .. ARGV[1] .. ':', '(' .. ARGV[1] .. ';', 'BYLEX', 'LIMIT', 0, 1)
if #others == 0 then redis.call('DEL', KEYS[1]) end`;

export function fileBlobs(redis: Redis, prefix: string): FileBlobs {
  const names = keys(prefix);
  return {
    // The claim first: from then on nobody takes the files away.
    put: async ({ job, digest, files }) => {
      await Promise.all([
        redis.zadd(names.held, 0, `${digest}:${job}`),
        redis.set(names.files(digest), JSON.stringify(files), 'EX', filesExpireAfter),
      ]);
    },
    release: async (job, digest) => {
      await redis.eval(releaseScript, 2, names.files(digest), names.held, digest, job);
    },
    held: async () =>
      (await redis.zrange(names.held, '0', '-1')).map((member) => {
        const [digest = '', job = ''] = member.split(':');
        return { job, digest };
      }),
  };
}
