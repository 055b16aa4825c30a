import { type ChildProcess, fork } from 'node:child_process';
import { chmod, chown, link, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dial } from '../../../workers/sandbox/engine/dial.ts';
import { BoxEngine } from '../../../workers/sandbox/engine/engine.ts';

/** A worker checks before it dials. What it must not reach is a server of the test's own, which counts connections. */
let folder = '';
let came = 0;
const servers: Server[] = [];
const children: ChildProcess[] = [];

async function listen(path: string, greeting: string): Promise<void> {
  const server = createServer((socket) => {
    if (greeting === '') came++;
    socket.on('error', () => undefined);
    socket.end(greeting);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

/** What the other side sends; rejects as the worker would see it. */
const said = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (piece) => {
      text += String(piece);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });

const at = (...parts: readonly string[]): string => join(folder, ...parts);

beforeEach(async () => {
  came = 0;
  folder = await mkdtemp(join(tmpdir(), 'dockhand-dial-'));
  for (const name of ['box', 'neighbour', 'host']) await mkdir(at(name), { mode: 0o755 });
  await listen(at('neighbour/engine.sock'), '');
  await listen(at('host/docker.sock'), '');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

test('a socket of the folder’s owner is dialled', async () => {
  await listen(at('box/engine.sock'), 'the engine');
  expect(await said(dial(at('box/engine.sock')))).toBe('the engine');
});

test('reports a socket that nobody listens on as before', async () => {
  await listen(at('box/engine.sock'), 'the engine');
  // Its file stays if it is renamed before its server ends.
  await rename(at('box/engine.sock'), at('box/old.sock'));
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  await expect(said(dial(at('box/old.sock')))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

describe('not dialled, and ours', () => {
  const engine = (): string => at('box/engine.sock');
  const root = process.getuid?.() === 0;
  const cases: readonly (readonly [
    what: string,
    make: () => Promise<unknown>,
    why: RegExp,
    asRoot?: true,
  ])[] = [
    ['a link to the host’s engine', () => symlink(at('host/docker.sock'), engine()), /it is a link/],
    ['a link to a neighbour’s', () => symlink('../neighbour/engine.sock', engine()), /it is a link/],
    [
      'a link to a link',
      async () => {
        await symlink(at('host/docker.sock'), at('box/first'));
        await symlink('first', engine());
      },
      /it is a link/,
    ],
    ['a link that leads nowhere', () => symlink('/nowhere', engine()), /it is a link/],
    [
      'a link to a socket of the same folder',
      async () => {
        await listen(at('box/supervisor.sock'), '');
        await symlink('supervisor.sock', engine());
      },
      /it is a link/,
    ],
    ['a file', () => writeFile(engine(), ''), /it is no socket/],
    ['a folder', () => mkdir(engine()), /it is no socket/],
    ['nothing', async () => undefined, /ENOENT/],
    [
      'what lies in a folder that is a link',
      async () => {
        await rm(at('box'), { recursive: true });
        await symlink(at('neighbour'), at('box'));
      },
      /ENOTDIR|ELOOP/,
    ],
    [
      'what lies in a folder where anybody may write',
      async () => {
        await listen(engine(), '');
        await chmod(at('box'), 0o777);
      },
      /others than its owner may write/,
    ],
    [
      'what lies in a folder where a group may write',
      async () => {
        await listen(engine(), '');
        await chmod(at('box'), 0o770);
      },
      /others than its owner may write/,
    ],
    [
      'another user’s socket, lent to the folder',
      async () => {
        await chown(at('host/docker.sock'), 1234, 1234);
        await link(at('host/docker.sock'), engine());
      },
      /belongs to user 1234, and the folder to 0/,
      true,
    ],
    [
      'the engine’s own socket in the supervisor’s folder',
      async () => {
        await listen(engine(), '');
        await chown(engine(), 1_900_100_002, 1_900_100_002);
        await chown(at('box'), 1_900_100_001, 0);
      },
      /belongs to user 1900100002, and the folder to 1900100001/,
      true,
    ],
  ];
  test.each(cases.filter(([, , , asRoot]) => root || asRoot === undefined))(
    'refuses %s',
    async (_, make, why) => {
      await make();
      await expect(
        new BoxEngine(engine(), 2000).call('ping', (docker) => docker.ping()),
      ).rejects.toMatchObject({
        name: 'Ours',
        reason: 'engine-away',
        message: expect.stringMatching(why),
      });
      expect(came).toBe(0);
    },
  );
});

test('what is put in its place while the worker looks is not reached either', async () => {
  await listen(at('box/engine.sock'), 'the engine');
  // Swaps a link to the host’s engine in and out, as fast as possible.
  const swap = `
    const fs = require('node:fs'); process.chdir(${JSON.stringify(at('box'))});
    fs.symlinkSync('../host/docker.sock', 'link');
    const end = Date.now() + 20_000;
    process.send('there');
    while (Date.now() < end) {
      fs.renameSync('engine.sock', 'kept'); fs.renameSync('link', 'engine.sock');
      fs.renameSync('engine.sock', 'link'); fs.renameSync('kept', 'engine.sock');
    }`;
  await writeFile(at('swap.cjs'), swap);
  const child = fork(at('swap.cjs'), { execArgv: [] });
  children.push(child);
  await new Promise((resolve) => child.once('message', resolve));
  /** How often each way of dialling reached the engine, in the same number of tries. */
  const tries = async (way: () => Socket): Promise<number> => {
    let reached = 0;
    for (let n = 0; n < 2000; n++)
      try {
        if ((await said(way())) === 'the engine') reached++;
      } catch {
        // At that moment it was a link, or did not exist.
      }
    return reached;
  };
  expect(await tries(() => dial(at('box/engine.sock')))).toBeGreaterThan(0);
  expect(came).toBe(0);
  // The control: simply dialling the name leads to the engine.
  await tries(() => connect(at('box/engine.sock')));
  expect(came).toBeGreaterThan(0);
}, 60_000);
