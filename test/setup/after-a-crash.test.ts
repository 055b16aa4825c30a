import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isListening } from '../../setup/services/readiness.js';

/** What a crashed machine or Docker engine leaves behind, and what `up` and `down` do about it. */
const root = join(import.meta.dirname, '../..');
const asRoot = process.getuid?.() === 0 ? test : test.skip;
const longest = 120_000;

let state = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  // A space in the path, as on many laptops.
  state = join(mkdtempSync(join(tmpdir(), 'dockhand-crash-')), 'my state');
  for (const folder of ['bin', 'redis', 'disks/box-1', 'disks/box-2', 'boxes/box-1'])
    mkdirSync(join(state, folder), { recursive: true });
  // No engine, so Compose has nothing to ask.
  writeFileSync(join(state, 'bin/docker-compose'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(state, 'bin/docker-compose'), 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child);
  for (const folder of mounted()) execFileSync('umount', [join(state, folder)]);
  rmSync(join(state, '..'), { recursive: true, force: true });
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A process that waits to be killed; resolves when it runs. */
async function waiting(args: readonly string[] = [], options: { readonly cwd?: string } = {}) {
  const program = 'console.log("here"); setInterval(() => undefined, 1_000)';
  const child = spawn(process.execPath, ['-e', program, ...args], {
    ...{ env: {}, stdio: ['ignore', 'pipe', 'ignore'] },
    ...options,
  });
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

/** The set-up without an engine that answers: its exit code and output. */
async function setUp(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env.PATH ?? '', HOME: tmpdir(), LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
      ...{ DOCKHAND_STATE: state, DOCKHAND_ENV_FILE: 'none', SANDBOX_BOX_COUNT: '2' },
      DOCKER_HOST: `unix://${state}/no-engine.sock`,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}
const down = () => setUp('setup/main.js', 'down');

const started = (note: object): void => writeFileSync(join(state, 'started.json'), JSON.stringify(note));
const noted = (): object => JSON.parse(readFileSync(join(state, 'started.json'), 'utf8')) as object;
const mount = (folder: string): void =>
  void execFileSync('mount', ['-t', 'tmpfs', 'dockhand-test', join(state, folder)]);
/** Folders of the state folder that are mount points. */
const mounted = (): readonly string[] =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '))
    .filter((path) => path.startsWith(`${state}/`))
    .map((path) => path.slice(state.length + 1));

describe('down without an engine that answers', () => {
  asRoot(
    'unmounts the disks, and says what is left to the engine',
    async () => {
      started({ services: true, engine: 99_999_999, mounts: [join(state, 'disks/box-1')] });
      // There is no note of one of them.
      for (const folder of ['disks/box-1', 'disks/box-2', 'boxes/box-1']) mount(folder);
      const { code, said } = await down();
      expect(mounted()).toEqual([]);
      expect({ code, said }).toEqual({
        code: 1,
        said: expect.stringMatching(/no Docker engine answers.*come back with it.*main\.js down again/),
      });
      expect(said).not.toMatch(/ECONNREFUSED|\n\s+at /);
      // The containers are remembered, so that a later `down` stops them; the dead engine is not.
      expect(noted()).toMatchObject({ services: true, engine: null, mounts: [] });
    },
    longest,
  );

  asRoot(
    'names a disk that something uses, unmounts the others, and takes that one the next time',
    async () => {
      started({ services: false, engine: null, mounts: [] });
      for (const folder of ['disks/box-1', 'disks/box-2']) mount(folder);
      const user = await waiting([], { cwd: join(state, 'disks/box-1') });
      const first = await down();
      expect(first).toEqual({ code: 1, said: expect.stringContaining('disks/box-1 is still mounted') });
      expect(mounted()).toEqual(['disks/box-1']);
      await end(user);
      expect((await down()).code).toBe(0);
      expect(mounted()).toEqual([]);
    },
    longest,
  );

  asRoot(
    'unmounts what no note tells of, because the note was lost',
    async () => {
      writeFileSync(join(state, 'started.json'), '{');
      mount('disks/box-1');
      expect((await down()).code).toBe(0);
      expect(mounted()).toEqual([]);
    },
    longest,
  );

  test(
    'has nothing to say where nothing was started',
    async () => {
      expect(await down()).toEqual({ code: 0, said: '' });
    },
    longest,
  );

  test(
    'ends the engine that it started, and no other process that has its id since',
    async () => {
      const other = await waiting(['dockerd']);
      started({ services: false, engine: other.pid, engineBirth: 'another boot/1', mounts: [] });
      expect((await down()).code).toBe(0);
      expect(other.exitCode ?? other.signalCode).toBeNull();
      expect(noted()).toMatchObject({ engine: null });
      started({ services: false, engine: other.pid, mounts: [] });
      const gone = once(other, 'exit');
      expect((await down()).code).toBe(0);
      await gone;
    },
    longest,
  );
});

test('a socket that a crash left is none that somebody listens at', async () => {
  const path = join(state, 'proxy.sock');
  expect(await isListening(path)).toBe(false);
  const program = `require('node:net').createServer().listen(process.argv[1], () => console.log('here'))`;
  const child = spawn(process.execPath, ['-e', program, path], {
    env: {},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  expect(await isListening(path)).toBe(true);
  await end(child);
  expect(await isListening(path)).toBe(false);
});

describe('a port that somebody else has taken', () => {
  const ask = (command: string) =>
    setUp(
      '--input-type=module',
      '-e',
      `const { redisPort } = await import(${JSON.stringify(join(root, 'setup/services/redis-port.js'))});
       console.log('port', await redisPort().catch((error) => error.message));`,
      'main.js',
      command,
    );
  const portOf = ({ said }: { readonly said: string }): number => Number(/port (\d+)/.exec(said)?.[1]);

  /** Another program that listens, on a port that the system chose. */
  async function somebodyElse(): Promise<{ readonly port: number; readonly close: () => Promise<unknown> }> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { port, close: () => new Promise((resolve) => server.close(resolve)) };
  }
  /** The port that this checkout's Redis had before, and where Compose finds it running now. */
  function redis({ before, now }: { readonly before: number; readonly now: number }): void {
    writeFileSync(join(state, 'redis/port'), `${before}\n`);
    writeFileSync(join(state, 'bin/docker-compose'), `#!/bin/sh\necho 127.0.0.1:${now}\n`);
  }

  test(
    'Redis’ old port, taken by somebody else since, is refused for what stays and replaced for what ends',
    async () => {
      const { port, close } = await somebodyElse();
      writeFileSync(join(state, 'redis/port'), `${port}\n`);
      try {
        expect((await ask('up')).said).toMatch(
          new RegExp(`Something else listens on port ${port}.*REDIS_PORT`),
        );
        const other = portOf(await ask('try'));
        expect(other).toBeGreaterThan(0);
        expect(other).not.toBe(port);
      } finally {
        await close();
      }
      // It is free for Redis again.
      expect(portOf(await ask('up'))).toBe(port);
    },
    longest,
  );

  test(
    'Redis that somebody uses stays at its port when another one comes',
    async () => {
      const [other, own] = [await somebodyElse(), await somebodyElse()];
      try {
        // Its previous port.
        redis({ before: own.port, now: own.port });
        for (const command of ['up', 'try', 'test']) expect(portOf(await ask(command))).toBe(own.port);
        // The port that it had to use because another program had its own, and still has it or not.
        redis({ before: other.port, now: own.port });
        for (const command of ['try', 'test', 'verify']) expect(portOf(await ask(command))).toBe(own.port);
        expect((await ask('up')).said).toContain(`Something else listens on port ${other.port}`);
        await other.close();
        for (const command of ['try', 'test', 'verify']) expect(portOf(await ask(command))).toBe(own.port);
        expect(portOf(await ask('up'))).toBe(other.port);
      } finally {
        await Promise.all([other.close(), own.close()]);
      }
    },
    longest,
  );
});
