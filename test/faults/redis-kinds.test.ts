import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { keyPrefix, redisAddress } from '../../src/config/redis-address.ts';
import { loadLesson } from '../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { inspectRedis } from '../../src/queue/inspect-redis.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';
import { pretendBox } from '../workers/support/pretend-box.ts';
import { type Certificates, certificates } from './support/certificates.ts';
import { DockhandProcess } from './support/dockhand-process.ts';

/**
 * Every kind of Redis that an operator may have, as real processes on loopback, with the worker as a real process and the bot's side of
 * the queue: an ACL user, TLS with a certificate that changes, sentinels and a failover, a cluster. Each with the machine's own Redis (7
 * or newer), and with Redis 8 and Valkey 8, which the set-up installs.
 */
/**
 * All of them with DOCKHAND_FULL=1, otherwise those of the day. Chosen by the day and not at random, because a failed file runs once more
 * and has to try the same again. DOCKHAND_SEED repeats a day: its number since 1970, or 0 to 11 for one of the list.
 */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? Math.floor(Date.now() / 86_400_000));
const kinds = ['cluster', 'sentinels', 'tls', 'acl'] as const;

const brought = join(process.env.DOCKHAND_STATE ?? join(import.meta.dirname, '../../.state'), 'bin');
const machines = ['/usr/bin/redis-server', '/usr/bin/redis-check-rdb'].find((path) => existsSync(path));
/** The version that each reports, so that no server is taken for another. */
const servers = [
  { server: 'this machine’s Redis', program: machines ?? '', says: /^redis_version:[78]\./m },
  { server: 'Redis 8', program: join(brought, 'redis-8/server'), says: /^redis_version:8\./m },
  { server: 'Valkey 8', program: join(brought, 'valkey-8/server'), says: /^valkey_version:8\./m },
].filter(({ program: path }) => existsSync(path));
const ofTheDay = servers[Math.floor(seed / kinds.length) % servers.length];
let program = '';

const endings: (() => Promise<unknown>)[] = [];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-kinds-'));
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Server {
  readonly port: number;
  readonly kill: () => Promise<void>;
}

/** A Redis with these settings, until the test ends. */
async function redis(
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  port?: number,
): Promise<Server> {
  const own = port ?? (await freePort());
  const dir = await mkdtemp(join(folder, 'redis-'));
  const all = { port: String(own), bind: '127.0.0.1', dir, save: '', ...settings };
  const file = join(dir, 'redis.conf');
  await writeFile(
    file,
    Object.entries(all)
      .map(([name, value]) => `${name} ${value === '' ? '""' : value}\n`)
      .join(''),
  );
  const child: ChildProcess = spawn(program, [file, ...args], { argv0: 'redis-server', stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  endings.push(kill);
  return { port: own, kill };
}

/** For the test's own queries. */
function ask(port: number, options: object = {}): Redis {
  const client = new Redis(port, '127.0.0.1', {
    maxRetriesPerRequest: null,
    retryStrategy: () => 100,
    ...options,
  });
  client.on('error', () => undefined);
  endings.push(async () => client.disconnect());
  return client;
}

async function worker(url: string, env: Readonly<Record<string, string>> = {}): Promise<DockhandProcess> {
  const box = await pretendBox();
  endings.push(() => box.close());
  const process = new DockhandProcess(['worker'], { REDIS_URL: url, SANDBOX_BOXES: box.folder, ...env });
  endings.push(async () => (process.running ? process.kill() : undefined));
  return process;
}

/**
 * The bot's side of the queue, open from here to the end of the test: it queues a job and waits for its verdict. The simulated box has no
 * engine, so the verdict is an error on our side, but the way there and back is the same.
 */
async function judging(url: string, authority?: string): Promise<(submission: string) => Promise<unknown>> {
  const { lesson } = await loadLesson(join(import.meta.dirname, '../../lessons/backend-docker'));
  const queue = new BullmqVerifyQueue({
    url: redisAddress({ REDIS_URL: url, REDIS_CA_FILE: authority }),
    prefix: keyPrefix(url, 'dockhand'),
    log: pino({ level: 'silent' }),
  });
  endings.push(() => queue.close());
  const judged: string[] = [];
  queue.consumeVerdicts(async ({ submission }) => void judged.push(submission));
  const files = { Dockerfile: 'FROM python:3.11-slim\n' };
  const work = { v: 1, run: 1, student: '0123456789abcdef', files: digestOfFiles(files) } as const;
  const job = { ...work, lesson: { slug: lesson.slug, digest: lesson.digest } };
  return async (submission) => {
    // As the desk does: a job that Redis did not accept is queued again.
    const queued = (): Promise<boolean> =>
      queue.add({ ...job, submission }, files).then(
        () => true,
        () => false,
      );
    await until(queued, Boolean, 60_000);
    await until(
      () => judged,
      (all) => all.includes(submission),
      120_000,
    );
  };
}

const says = (process: DockhandProcess, text: RegExp): Promise<unknown> =>
  until(
    () => process.said,
    (said) => text.test(said),
    90_000,
  );
const ready = /"event":"worker\.ready"/;

describe.each(servers)('$server', (each) => {
  beforeAll(() => {
    program = each.program;
  });
  const of = (kind: (typeof kinds)[number]): typeof test.skip =>
    full || (each === ofTheDay && kinds[seed % kinds.length] === kind) ? test : test.skip;

  test('the server says of itself what it is called, and is taken for a primary', async () => {
    const { port } = await redis({});
    expect(await ask(port).info('server')).toMatch(each.says);
    expect(await inspectRedis(`redis://127.0.0.1:${port}`)).toMatchObject({ role: 'master' });
  }, 60_000);

  of('acl')(
    'a user of the ACL is let in by name and password, and a job is judged',
    async () => {
      const server = await redis({
        user: 'default off',
        'user dockhand': 'on >p%40ss-word ~dockhand:* &dockhand:* +@all',
      });
      const admin = ask(server.port, { username: 'dockhand', password: 'p%40ss-word' });
      const process = await worker(`redis://dockhand:p%2540ss-word@127.0.0.1:${server.port}`);
      await says(process, ready);
      expect(await admin.hlen('dockhand:workers')).toBe(1);
      await (await judging(`redis://dockhand:p%2540ss-word@127.0.0.1:${server.port}`))('s1');
      expect(process.said).not.toContain('p%');
      const stranger = await worker(`redis://127.0.0.1:${server.port}`);
      await says(stranger, /Redis wants a password/);
    },
    400_000,
  );

  describe('TLS', () => {
    const tlsRedis = (from: Certificates, port?: number) =>
      freePort().then((fresh) =>
        redis(
          {
            port: '0',
            'tls-port': String(port ?? fresh),
            'tls-cert-file': from.cert,
            'tls-key-file': from.key,
            'tls-ca-cert-file': from.ca,
            'tls-auth-clients': 'no',
          },
          [],
          port ?? fresh,
        ),
      );

    of('tls')(
      'trusts the authority of REDIS_CA_FILE, and jobs are judged before and after a certificate changes',
      async () => {
        const [old, next] = [await certificates(folder, 'old'), await certificates(folder, 'next')];
        const trusted = join(folder, 'trusted.pem');
        await copyFile(old.ca, trusted);
        const server = await tlsRedis(old);
        const url = `rediss://localhost:${server.port}`;
        const process = await worker(url, { REDIS_CA_FILE: trusted });
        await says(process, ready);
        const judge = await judging(url, trusted);
        await judge('s1');
        await server.kill();
        const again = await tlsRedis(next, server.port);
        await says(process, /certificate that Redis shows at localhost:\d+ is not trusted: REDIS_CA_FILE/);
        await copyFile(next.ca, trusted);
        const client = ask(again.port, { tls: { ca: await readFile(next.ca) } });
        await until(
          () => client.hlen('dockhand:workers'),
          (count) => count === 1,
          60_000,
        );
        await judge('s2');
        await expect(inspectRedis(`${url}?ca=${encodeURIComponent(old.ca)}`)).rejects.toThrow(
          /certificate that Redis shows .* is not trusted/,
        );
        expect((await inspectRedis(`${url}?ca=${encodeURIComponent(trusted)}`)).role).toBe('master');
      },
      400_000,
    );
  });

  describe('sentinels', () => {
    of('sentinels')(
      'say which Redis is the primary, and after a failover bot and worker find each other at the new one',
      async () => {
        const first = await redis({});
        const second = await redis({ replicaof: `127.0.0.1 ${first.port}` });
        const sentinelPort = await freePort();
        await redis(
          {
            'sentinel monitor': `class 127.0.0.1 ${first.port} 1`,
            'sentinel down-after-milliseconds': 'class 1000',
            'sentinel failover-timeout': 'class 5000',
          },
          ['--sentinel'],
          sentinelPort,
        );
        const sentinel = ask(sentinelPort);
        await until(
          async () => String(await sentinel.call('SENTINEL', 'REPLICAS', 'class')),
          (replicas) => replicas.includes(String(second.port)) && !/s_down|disconnected/.test(replicas),
          60_000,
        );
        const url = `redis+sentinel://127.0.0.1:1,127.0.0.1:${sentinelPort}/class`;
        const process = await worker(url);
        await says(process, ready);
        const judge = await judging(url);
        await judge('s1');
        expect(await ask(first.port).hlen('dockhand:workers')).toBe(1);
        await first.kill();
        const client = ask(second.port);
        await until(
          async () =>
            /role:master/.test(await client.info('replication')) &&
            (await client.hgetall('dockhand:workers')),
          (workers) => Object.values(workers || {}).some((sign) => Date.now() - JSON.parse(sign).at < 6_000),
          90_000,
        );
        // The heartbeat may have been replicated: only what is written from now on is the worker's own.
        await client.del('dockhand:workers');
        await until(
          () => client.hlen('dockhand:workers'),
          (count) => count === 1,
          60_000,
        );
        await judge('s2');
        expect(await process.stop(20_000)).toEqual(expect.any(Number));
      },
      500_000,
    );
  });

  describe('a cluster', () => {
    of('cluster')(
      'has all keys of an installation on one node, under a hash tag, and a job is judged there',
      async () => {
        const nodes: Server[] = [];
        for (let n = 0; n < 3; n += 1)
          nodes.push(await redis({ 'cluster-enabled': 'yes', 'cluster-node-timeout': '5000' }));
        const clients = nodes.map(({ port }) => ask(port));
        const slots = [
          [0, 5460],
          [5461, 10922],
          [10923, 16383],
        ] as const;
        for (const [index, client] of clients.entries()) {
          const [from, to] = slots[index] ?? [0, 0];
          await client.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
          await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', String(nodes[index]?.port));
        }
        for (const client of clients)
          await until(
            () => client.call('CLUSTER', 'INFO').then(String),
            (info) => /cluster_state:ok/.test(info) && /cluster_known_nodes:3/.test(info),
            60_000,
          );
        const url = `redis+cluster://127.0.0.1:1,127.0.0.1:${nodes[1]?.port}`;
        const process = await worker(url);
        await says(process, ready);
        await (await judging(url))('s1');
        const keys = (await Promise.all(clients.map((client) => client.keys('*')))).map((names) =>
          names.toSorted(),
        );
        expect(keys.filter((names) => names.length > 0)).toHaveLength(1);
        expect(keys.flat()).toContain('{dockhand}:workers');
        expect(keys.flat().every((name) => name.startsWith('{dockhand}:'))).toBe(true);
        expect((await inspectRedis(url)).role).toBe('master');
        expect(await process.stop(20_000)).toEqual(expect.any(Number));
      },
      400_000,
    );
  });
});
