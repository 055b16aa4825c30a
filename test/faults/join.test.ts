import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { loadLesson } from '../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { workerUserLine } from '../../src/queue/worker-access.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import { until } from '../support/until.ts';
import { pretendBox } from '../workers/support/pretend-box.ts';
import { certificates } from './support/certificates.ts';
import { DockhandProcess } from './support/dockhand-process.ts';
import { type RedisServer, startRedis } from './support/redis-server.ts';

/** A second machine joins: a Redis user created by `join --invite`, a `.env` written by `join`, and a worker that has nothing else. */
let redis: RedisServer;
let folder = '';
const endings: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'dockhand-join-'));
}, 60_000);
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 60_000);
afterAll(async () => {
  await redis.close();
  await rm(folder, { recursive: true, force: true });
});

async function dockhand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<DockhandProcess> {
  const process = new DockhandProcess(args, env);
  await process.ended(60_000);
  return process;
}

/** The arguments after `npx dockhand` that `join --invite` prints for the other machine. */
async function invited(): Promise<readonly string[]> {
  // Both machines are this one: the names that the other would use are replaced here.
  const invitation = await dockhand(
    ['join', '--invite', 'lab-7', '--at', `elsewhere.invalid:${redis.port}`],
    {
      REDIS_URL: redis.url,
    },
  );
  const [, address = '', prefix = ''] =
    /^npx dockhand join '(\S+)' --prefix (\S+)$/m.exec(invitation.said) ?? [];
  return ['join', address.replace('elsewhere.invalid', '127.0.0.1'), '--prefix', prefix];
}

test('a worker that has joined carries a job out with its own user, which may nothing else', async () => {
  const args = await invited();
  const env = join(folder, '.env');
  await writeFile(env, '# of this machine\nSANDBOX_DISK_GB=8\n');
  const joined = await dockhand(args, { DOCKHAND_ENV_FILE: env });
  expect(joined.said).toMatch(/works for 127\.0\.0\.1/);
  expect(joined.said).not.toMatch(/everything is readable/);
  const text = await readFile(env, 'utf8');
  expect(text).toMatch(
    /^# of this machine\nSANDBOX_DISK_GB=8\nREDIS_URL=redis:\/\/worker-lab-7:\S+\nQUEUE_PREFIX=dockhand\n$/,
  );

  const queue = new BullmqVerifyQueue({ url: redis.url, prefix: 'dockhand', log: pino({ level: 'silent' }) });
  endings.push(() => queue.close());
  const judged: string[] = [];
  queue.consumeVerdicts(async ({ verdict }) => void judged.push(verdict.reason ?? verdict.outcome));
  const box = await pretendBox();
  endings.push(() => box.close());
  const worker = new DockhandProcess(['worker'], { DOCKHAND_ENV_FILE: env, SANDBOX_BOXES: box.folder });
  endings.push(async () => (worker.running ? worker.kill() : undefined));
  await until(
    () => worker.said,
    (said) => /worker\.ready/.test(said),
    90_000,
  );
  const { lesson } = await loadLesson(join(import.meta.dirname, '../../lessons/backend-docker'));
  const files = { Dockerfile: 'FROM python:3.11-slim\n' };
  const work = { v: 1, submission: 's1', run: 1, student: '0123456789abcdef' } as const;
  await queue.add(
    { ...work, lesson: { slug: lesson.slug, digest: lesson.digest }, files: digestOfFiles(files) },
    files,
  );
  // The simulated box has no engine: an error on our side, tried three times, and reported.
  await until(
    () => judged,
    (all) => all.length === 1,
    120_000,
  );
  expect(box.leases.length).toBeGreaterThan(0);
  expect(worker.said).not.toMatch(/NOPERM|does not let this user/);
  expect(await worker.stop(20_000)).toEqual(expect.any(Number));

  const own = new Redis(/REDIS_URL=(\S+)/.exec(text)?.[1] ?? '', { maxRetriesPerRequest: 1 });
  endings.push(async () => own.disconnect());
  for (const [command, ...rest] of [
    ['FLUSHALL'],
    ['KEYS', '*'],
    ['CONFIG', 'GET', '*'],
    ['ACL', 'LIST'],
    ['SHUTDOWN'],
    ['GET', 'dockhand:telling:s1-1'],
    ['GET', 'another:files'],
    ['PUBLISH', 'another:cancel', 'x'],
    ['SUBSCRIBE', 'dockhand:other'],
  ] as const)
    await expect(own.call(command, ...rest)).rejects.toThrow(/NOPERM|permissions/);
}, 300_000);

test('an invitation that another machine could not use, and a machine that is a bot’s, are refused', async () => {
  const nowhere = await dockhand(['join', '--invite', 'lab-7'], { REDIS_URL: redis.url });
  expect(nowhere.said).toMatch(/does not reach 127\.0\.0\.1: say with --at.*\[DOCKHAND_USAGE\]/);
  const [command = '', address = ''] = await invited();
  const env = join(folder, 'bot.env');
  await writeFile(env, 'DISCORD_TOKEN=secret-of-discord\n');
  const bot = await dockhand([command, address], { DOCKHAND_ENV_FILE: env });
  expect(bot.said).toMatch(/has DISCORD_TOKEN in its settings.*\[DOCKHAND_SETTINGS\]/);
  expect(await readFile(env, 'utf8')).toBe('DISCORD_TOKEN=secret-of-discord\n');
  const wrong = await dockhand([command, address.replace(/:[^:@]+@/, ':guessed-password@')], {
    DOCKHAND_ENV_FILE: join(folder, 'wrong.env'),
  });
  expect(wrong.said).toMatch(/refuses the password.*\[DOCKHAND_REDIS\]/);
  expect(wrong.said).not.toContain('guessed-password');
  await expect(readFile(join(folder, 'wrong.env'), 'utf8')).rejects.toMatchObject({ code: 'ENOENT' });
}, 200_000);

/** The same Redis behind TLS with these certificates; returns the port. */
async function behindTls(files: { readonly cert: string; readonly key: string }): Promise<number> {
  const server = createServer(
    { cert: await readFile(files.cert), key: await readFile(files.key) },
    (socket) => {
      const onward = connect(redis.port, '127.0.0.1');
      for (const each of [socket, onward]) each.on('error', () => undefined);
      socket.on('close', () => onward.destroy());
      onward.on('close', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

test('a machine joins over TLS with the certificates that the invitation asks for, and stores their paths', async () => {
  const files = await certificates(folder, 'class');
  const port = await behindTls(files);
  const invitation = await dockhand(['join', '--invite', 'lab-8', '--at', `elsewhere.invalid:${port}`], {
    REDIS_URL: `rediss://localhost:${port}`,
    REDIS_CA_FILE: files.ca,
  });
  expect(invitation.said).toContain(`Copy ${files.ca} to that machine first`);
  expect(invitation.said).not.toMatch(/everything is readable/);
  const [, address = '', prefix = '', brought] =
    /^npx dockhand join '(\S+)' --prefix (\S+) --ca '(\S+)'$/m.exec(invitation.said) ?? [];
  expect(brought).toBe('ca.pem');
  const args = ['join', address.replace('elsewhere.invalid', 'localhost'), '--prefix', prefix];

  const env = join(folder, 'tls.env');
  const without = await dockhand(args, { DOCKHAND_ENV_FILE: env });
  expect(without.said).toMatch(
    /certificate that Redis shows .* is not trusted: REDIS_CA_FILE.*\[DOCKHAND_REDIS\]/,
  );
  const nowhere = await dockhand([...args, '--ca', '/nowhere/ca.pem'], { DOCKHAND_ENV_FILE: env });
  expect(nowhere.said).toMatch(/\/nowhere\/ca\.pem cannot be read.*\[DOCKHAND_USAGE\]/);
  await expect(readFile(env, 'utf8')).rejects.toMatchObject({ code: 'ENOENT' });

  const copy = join(folder, 'copied.pem');
  await copyFile(files.ca, copy);
  const joined = await dockhand([...args, '--ca', copy], { DOCKHAND_ENV_FILE: env });
  expect(joined.said).toMatch(/works for localhost/);
  expect(await readFile(env, 'utf8')).toMatch(
    new RegExp(
      `^REDIS_URL=rediss://worker-lab-8:\\S+@localhost:${port}\nQUEUE_PREFIX=dockhand\nREDIS_CA_FILE=${copy}\n$`,
    ),
  );
}, 300_000);

test('an invitation and a joining without TLS say that others may read along', async () => {
  const at = ['--at', `elsewhere.invalid:${redis.port}`];
  const invitation = await dockhand(['join', '--invite', 'lab-9', ...at], { REDIS_URL: redis.url });
  expect(invitation.said).toMatch(
    /from there to elsewhere\.invalid:\d+ everything is readable.*private network/,
  );
  const joining = await dockhand(['join', 'redis://worker-lab-9:secret-of-redis@elsewhere.invalid:1'], {
    DOCKHAND_ENV_FILE: join(folder, 'plain.env'),
  });
  expect(joining.said).toMatch(/this machine and elsewhere\.invalid:1 everything is readable/);
  expect(joining.said).not.toContain('secret-of-redis');
}, 200_000);

test('the line for redis.conf makes the same user, and shows no password', async () => {
  const line = workerUserLine('worker-x', 'not-to-be-seen', 'dockhand');
  expect(line).not.toContain('not-to-be-seen');
  const [, user = '', ...rules] = line.split(' ');
  await redis.ask.call('ACL', 'SETUSER', user, ...rules);
  const own = new Redis(redis.port, '127.0.0.1', { username: user, password: 'not-to-be-seen' });
  endings.push(async () => own.disconnect());
  expect(await own.ping()).toBe('PONG');
});
