import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../support/free-port.ts';

/** A Redis of the test's own, whose append-only file is written at every command: to be killed, frozen and filled. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** For the test's own queries. */
  readonly ask: Redis;
  /** kill -9. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** As if its memory were full: it refuses every write. */
  readonly fill: () => Promise<void>;
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Debian's redis-tools contains the server under another name: it is the same program. */
const programs = ['/usr/bin/redis-server', '/usr/bin/redis-check-rdb', '/usr/local/bin/redis-server'];

export async function startRedis(
  options: { readonly alsoOn?: string; readonly fsync?: 'always' | 'everysec' } = {},
): Promise<RedisServer> {
  const program = programs.find((path) => existsSync(path));
  if (program === undefined) throw new Error('there is no Redis here: apt-get install redis-tools');
  const dir = await mkdtemp(join(tmpdir(), 'dockhand-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const ask = new Redis(port, '127.0.0.1', {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: () => 100,
  });
  ask.on('error', () => undefined);

  const start = async (): Promise<void> => {
    const bind = ['127.0.0.1', ...(options.alsoOn === undefined ? [] : [options.alsoOn])];
    const settings = {
      port: [String(port)],
      bind,
      dir: [dir],
      'protected-mode': ['no'],
      appendonly: ['yes'],
      appendfsync: [options.fsync ?? 'always'],
      save: [''],
    };
    const args = Object.entries(settings).flatMap(([name, values]) => [`--${name}`, ...values]);
    child = spawn(program, args, { argv0: 'redis-server', stdio: 'ignore' });
    if (ask.status === 'wait') await ask.connect().catch(() => undefined);
    const end = Date.now() + 30_000;
    while ((await answer(ask)) !== 'PONG') {
      if (Date.now() > end) throw new Error('Redis did not come up');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const kill = async (): Promise<void> => {
    const dying = child;
    child = null;
    if (dying === null || dying.exitCode !== null) return;
    const gone = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await gone;
  };
  process.once('exit', () => void child?.kill('SIGKILL'));
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    ask,
    start,
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    fill: async () => {
      await ask.config('SET', 'maxmemory', '1');
    },
    empty: async () => {
      await ask.config('SET', 'maxmemory', '0');
    },
    close: async () => {
      ask.disconnect();
      child?.kill('SIGCONT');
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answer(redis: Redis): Promise<string | null> {
  return Promise.race([
    redis.ping().catch(() => null),
    new Promise<null>((resolve) => setTimeout(resolve, 300, null)),
  ]);
}
