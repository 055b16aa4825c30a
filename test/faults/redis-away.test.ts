import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { openClassroom } from '../../classroom/server.ts';
import { full, seed } from '../support/sample.ts';
import { until } from '../support/until.ts';
import { pretendBox } from '../workers/support/pretend-box.ts';
import { DockhandProcess } from './support/dockhand-process.ts';
import { type RedisServer, startRedis } from './support/redis-server.ts';

/**
 * What operators meet in the first week: a Redis that is absent, wants a password, has failed over, or refuses writes. Real processes.
 */
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 60_000);

/** The longest that a process without a running job may take to end. A container's grace period is 45 s. Milliseconds. */
const graceMs = 20_000;
const nobody = 'redis://127.0.0.1:1';

async function redis(): Promise<RedisServer> {
  const server = await startRedis();
  endings.push(() => server.close());
  return server;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'dockhand-away-'));
  endings.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

function started(args: readonly string[], env: Readonly<Record<string, string>>): DockhandProcess {
  const process = new DockhandProcess(args, env);
  endings.push(async () => (process.running ? process.kill() : undefined));
  return process;
}

async function worker(url: string, env: Readonly<Record<string, string>> = {}): Promise<DockhandProcess> {
  const box = await pretendBox();
  endings.push(() => box.close());
  return started(['worker'], { REDIS_URL: url, SANDBOX_BOXES: box.folder, ...env });
}

async function bot(url: string, env: Readonly<Record<string, string>> = {}): Promise<DockhandProcess> {
  const classroom = await openClassroom({ rateLimits: 'generous' });
  endings.push(() => classroom.close());
  const guild = classroom.addGuild({ name: 'Docker class' });
  return started(['bot'], {
    REDIS_URL: url,
    DATABASE_URL: join(await folder(), 'records.sqlite3'),
    DISCORD_API_URL: classroom.api,
    DISCORD_TOKEN: classroom.token,
    DISCORD_GUILD_ID: guild.id,
    ...env,
  });
}

const says = (process: DockhandProcess, text: RegExp, ms = 60_000): Promise<unknown> =>
  until(
    () => process.said,
    (said) => text.test(said),
    ms,
  );

const both = [
  ['bot', bot, 0],
  ['worker', worker, 1],
] as const;

/**
 * Of faults that bot and worker both have to withstand, one of them is tried on one day and the other on the next; both with
 * DOCKHAND_FULL=1.
 */
const onDays = (n: number) => (full || (seed + n) % 2 === 0 ? test : test.skip);

describe.each(both)(`the %s, seed ${seed}`, (_name, start, which) => {
  onDays(which)(
    'says in plain words that Redis is not there, and ends when it is asked to stop',
    async () => {
      const process = await start(nobody);
      await says(process, /Redis is away/);
      await says(process, /127\.0\.0\.1:1\b/);
      const took = await process.stop(graceMs);
      expect({ took, said: process.said.slice(-2_000) }).toEqual({
        took: expect.any(Number),
        said: expect.any(String),
      });
    },
    120_000,
  );

  onDays(which + 1)(
    'says in plain words that Redis wants a password, and ends when it is asked to stop',
    async () => {
      const server = await redis();
      await server.ask.config('SET', 'requirepass', 'hush-hush-hush-hush');
      const process = await start(server.url);
      await says(process, /Redis wants a password: put it into REDIS_URL/);
      await sleep(2_000);
      expect(process.lines.length).toBeLessThan(40);
      expect(await process.stop(graceMs)).toEqual(expect.any(Number));
    },
    120_000,
  );

  onDays(which)(
    'says in plain words that the password of Redis is wrong, without it, and ends when it is asked to stop',
    async () => {
      const server = await redis();
      await server.ask.config('SET', 'requirepass', 'hush-hush-hush-hush');
      const process = await start(server.url.replace('redis://', 'redis://:guessed-password@'));
      await says(process, /Redis refuses the password in REDIS_URL/);
      expect(await process.stop(graceMs)).toEqual(expect.any(Number));
      expect(process.said).not.toContain('guessed-password');
    },
    120_000,
  );

  onDays(which + 1)(
    'ends when it is asked to stop after Redis went away',
    async () => {
      const server = await redis();
      const process = await start(server.url);
      await says(process, /"event":"(worker|gateway)\.ready"/);
      await server.kill();
      await says(process, /Redis is away/);
      expect(await process.stop(graceMs)).toEqual(expect.any(Number));
    },
    120_000,
  );

  onDays(which)(
    'ends when it is asked to stop while Redis answers nothing at all',
    async () => {
      const server = await redis();
      const process = await start(server.url);
      await says(process, /"event":"(worker|gateway)\.ready"/);
      server.freeze();
      await sleep(500);
      expect(await process.stop(graceMs)).toEqual(expect.any(Number));
    },
    120_000,
  );

  onDays(which + 1)(
    'writes few lines while Redis refuses every write, with how many were left out',
    async () => {
      const server = await redis();
      const process = await start(server.url);
      await says(process, /"event":"(worker|gateway)\.ready"/);
      const before = process.lines.length;
      process.freeze();
      // A job that is taken again and again, and cannot be processed.
      const queue = new Queue('verify', { connection: { url: server.url }, prefix: 'dockhand' });
      await queue.add('verify', { v: 1 });
      await queue.close();
      await server.fill();
      process.thaw();
      await sleep(12_000);
      const lines = process.lines.slice(before);
      expect({ few: lines.length < 40, lines: lines.slice(0, 50) }).toMatchObject({ few: true });
      await server.empty();
      expect(await process.stop(graceMs)).toEqual(expect.any(Number));
    },
    120_000,
  );
});

test.each([
  ['bot', bot],
  ['worker', worker],
] as const)(
  'the %s does not start on a Redis that throws jobs away',
  async (_name, start) => {
    const server = await redis();
    await server.ask.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const process = await start(server.url);
    expect(await process.ended(30_000)).toEqual(expect.any(Number));
    expect(process.said).toMatch(
      /maxmemory-policy is allkeys-lru, and has to be noeviction.*\[DOCKHAND_REDIS\]/,
    );
    await server.ask.config('SET', 'maxmemory-policy', 'noeviction');
    await says(await start(server.url), /"event":"(worker|gateway)\.ready"/);
  },
  120_000,
);

test('/metrics of the bot says that Redis is away, leaves out what only Redis knows, and never fails', async () => {
  const server = await redis();
  const port = String(20_000 + Math.floor(Math.random() * 10_000));
  const process = await bot(server.url, { WEB_PORT: port });
  await says(process, /"event":"web\.listening"/);
  const scrape = async (): Promise<{ readonly status: number; readonly text: string }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    return { status: answer.status, text: await answer.text() };
  };
  const up = await scrape();
  expect(up.status).toBe(200);
  expect(up.text).toMatch(/^dockhand_redis_up 1$/m);
  expect(up.text).toMatch(/^dockhand_queue_jobs\{/m);
  await server.kill();
  for (let n = 0; n < 3; n += 1) {
    const away = await scrape();
    expect(away.status).toBe(200);
    expect(away.text).toMatch(/^dockhand_redis_up 0$/m);
    expect(away.text).toMatch(/^dockhand_part_up\{part="redis"\} 0$/m);
    expect(away.text).not.toMatch(/^dockhand_(queue_\w+|workers|boxes\w*)(\{.*\})? /m);
  }
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
  await server.start();
  await until(
    async () => (await scrape()).text,
    (text) => /^dockhand_redis_up 1$/m.test(text) && /^dockhand_queue_jobs\{/m.test(text),
    30_000,
  );
}, 180_000);

/** An address that leads to one Redis and then to another, as after a failover: open connections stay where they are. */
async function failover(
  first: RedisServer,
): Promise<{ readonly url: string; readonly to: (next: RedisServer) => void }> {
  let target = first.port;
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => {
        ends.delete(end);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(async () => {
    for (const end of ends) end.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    to: (next) => {
      target = next.port;
    },
  };
}

test('a Redis that became a replica and keeps its connections is left for the one that took over', async () => {
  const [old, next] = [await redis(), await redis()];
  const address = await failover(old);
  const process = await worker(address.url);
  await says(process, /"event":"worker\.ready"/);
  await until(
    () => old.ask.hlen('dockhand:workers'),
    (count) => count === 1,
    20_000,
  );
  address.to(next);
  await old.ask.call('REPLICAOF', '127.0.0.1', String(next.port));
  await until(
    () => next.ask.hlen('dockhand:workers'),
    (count) => count === 1,
    40_000,
  );
  // It takes jobs there, too: BullMQ's own connections have moved.
  await until(
    async () => (await next.ask.client('LIST')) as string,
    (clients) => /name=dockhand:\S+|cmd=bzpopmin|cmd=blpop|cmd=bzpopmin/i.test(clients),
    40_000,
  );
  expect(process.lines.length).toBeLessThan(60);
  expect(await process.stop(graceMs)).toEqual(expect.any(Number));
}, 180_000);
