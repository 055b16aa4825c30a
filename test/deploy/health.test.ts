import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { DockhandProcess } from '../faults/support/dockhand-process.ts';
import { type RedisServer, startRedis } from '../faults/support/redis-server.ts';
import { until } from '../support/until.ts';
import { type PretendBox, pretendBox } from '../workers/support/pretend-box.ts';

/** The health checks of bot and worker in Compose, and a worker's answers. */
const program = join(import.meta.dirname, '../../deploy/app/health.js');
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 60_000);

/** The exit code of the health check, as a container runs it. */
function health(part: 'bot' | 'worker', env: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(process.execPath, [program, part], { env, stdio: 'ignore' });
  return new Promise((resolve) => child.once('close', resolve));
}

/** A small server that answers one path; null: it accepts the request and does not answer. */
async function answering(
  path: string,
  status: number | null,
): Promise<{
  readonly port: string;
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    if (status !== null) answer.writeHead(request.url === path ? status : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  endings.push(close);
  const address = server.address();
  return { port: String(typeof address === 'object' ? address?.port : ''), asked, close };
}

describe('the health check of the services’ containers', () => {
  test.each([
    ['bot', 'WEB_PORT', 'WORKER_METRICS_PORT'],
    ['worker', 'WORKER_METRICS_PORT', 'WEB_PORT'],
  ] as const)(
    'asks the %s whether it lives, at its own port',
    async (part, own, other) => {
      const [well, ill] = [await answering('/livez', 200), await answering('/livez', 503)];
      expect(await health(part, { [own]: well.port, [other]: ill.port })).toBe(0);
      expect(await health(part, { [own]: ill.port, [other]: well.port })).toBe(1);
      expect([well.asked, ill.asked]).toEqual([['/livez'], ['/livez']]);
    },
    60_000,
  );

  test('fails where nobody listens, no port is set, or somebody else answers', async () => {
    const gone = await answering('/livez', 200);
    await gone.close();
    expect(await health('bot', { WEB_PORT: gone.port })).toBe(1);
    expect(await health('bot', {})).toBe(1);
    expect(await health('bot', { WEB_PORT: '0' })).toBe(1);
    expect(await health('bot', { WEB_PORT: (await answering('/', 200)).port })).toBe(1);
  }, 60_000);

  test('fails by itself without an answer, before Compose’s timeout', async () => {
    const { port } = await answering('/livez', null);
    const began = performance.now();
    expect(await health('worker', { WORKER_METRICS_PORT: port })).toBe(1);
    // It does wait for a while, so that a busy process is not declared dead.
    expect(performance.now() - began).toBeGreaterThan(2_000);
  }, 60_000);
});

interface Working {
  readonly port: string;
  readonly box: PretendBox;
  readonly redis: RedisServer;
  /** Status and body of one of the worker's paths. */
  readonly ask: (path: string) => Promise<{ readonly status: number; readonly said: unknown }>;
}

async function worker(): Promise<Working> {
  const box = await pretendBox();
  const redis = await startRedis();
  const port = String(20_000 + Math.floor(Math.random() * 10_000));
  const process = new DockhandProcess(['worker'], {
    REDIS_URL: redis.url,
    SANDBOX_BOXES: box.folder,
    WORKER_METRICS_PORT: port,
  });
  endings.push(
    () => redis.close(),
    () => box.close(),
    async () => (process.running ? process.kill() : undefined),
  );
  await until(
    () => process.said,
    (said) => /"event":"worker\.ready"/.test(said),
    90_000,
  );
  const ask: Working['ask'] = async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, said: await answer.json() };
  };
  return { port, box, redis, ask };
}

describe('a worker’s health', () => {
  test('a worker is ready while it has Redis, a box and lessons, and says which of them it lost', async () => {
    const { box, redis, ask } = await worker();
    const ready = { ready: true, redis: true, boxes: 1, lessons: expect.any(Number) };
    expect(await ask('/readyz')).toEqual({ status: 200, said: ready });
    await redis.kill();
    expect(
      await until(
        () => ask('/readyz'),
        ({ status }) => status === 503,
        30_000,
      ),
    ).toEqual({ status: 503, said: { ...ready, ready: false, redis: false } });
    await redis.start();
    await until(
      () => ask('/readyz'),
      ({ status }) => status === 200,
      60_000,
    );
    await rm(join(box.folder, box.name), { recursive: true });
    expect(
      await until(
        () => ask('/readyz'),
        ({ status }) => status === 503,
        30_000,
      ),
    ).toEqual({ status: 503, said: { ...ready, ready: false, boxes: 0 } });
  }, 240_000);

  test('stays alive whatever is away, so that its container is not restarted in vain', async () => {
    const { port, redis, ask } = await worker();
    await redis.kill();
    await until(
      () => ask('/readyz'),
      ({ status }) => status === 503,
      30_000,
    );
    expect(await ask('/livez')).toEqual({ status: 200, said: { alive: true } });
    expect(await health('worker', { WORKER_METRICS_PORT: port })).toBe(0);
  }, 180_000);
});
