import type { Redis, Result } from 'ioredis';
import type { Files } from '../submission/files.ts';
import { filesExpireAfter, keys } from './keys.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    putFiles: (...args: readonly (string | number)[]) => Result<null, Context>;
  }
}

/** Files that a job needs. */
export interface Needed {
  readonly job: string;
  readonly digest: string;
  readonly files: Files;
}

/** The files that waiting and running jobs need: each once, however many students sent the same. */
export interface FileBlobs {
  /** Twice changes nothing. */
  readonly put: (needed: readonly Needed[]) => Promise<void>;
  /** The job needs them no more; the last one takes them along. */
  readonly release: (job: string, digest: string) => Promise<void>;
  /** Every job that files are kept for. */
  readonly held: () => Promise<readonly { readonly job: string; readonly digest: string }[]>;
}

/** Claims first, then files, of many jobs at once. */
const putScript = `
local files = #KEYS - 1
for n = files + 1, #ARGV do redis.call('ZADD', KEYS[1], 0, ARGV[n]) end
for n = 1, files do redis.call('SET', KEYS[n + 1], ARGV[n], 'EX', ${filesExpireAfter}) end`;

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
  redis.defineCommand('putFiles', { lua: putScript });
  return {
    put: async (needed) => {
      const texts = new Map<string, string>();
      for (const { digest, files } of needed)
        if (!texts.has(digest)) texts.set(digest, JSON.stringify(files));
      await redis.putFiles(
        1 + texts.size,
        names.held,
        ...[...texts.keys()].map(names.files),
        ...texts.values(),
        ...needed.map(({ digest, job }) => `${digest}:${job}`),
      );
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
