import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inspectBoxes, leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { meddle, rewriteLayers, writable } from './support/broken-out.ts';
import { composeBox, free, type OwnBox, ownBox } from './support/own-box.ts';

/**
 * After a fault of runc or BuildKit: a process of the engine's user, in the box and outside of every container. `docker exec -u` of the
 * host's engine simulates the fault; it gives the process nothing that the engine does not have.
 */
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 180_000);

async function freshBox(number: 1 | 2 = 1): Promise<OwnBox> {
  const box = await ownBox({ number });
  endings.push(box.remove);
  await free(box);
  return box;
}

const node = (program: string) => ['/usr/local/bin/node', '-e', program];
const limits = { ...readLimits({}), boxWaitSeconds: 0, callSeconds: 5 };
const never = new AbortController().signal;

/** Something that must not be reached: it counts connections. */
async function somebodyElse(): Promise<{ readonly path: string; readonly came: () => number }> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-else-'));
  let came = 0;
  const server: Server = createServer((socket) => {
    came++;
    socket.destroy();
  });
  const path = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  endings.push(async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });
  return { path, came: () => came };
}

describe('what broke out of the engine', () => {
  test('does nothing in the folder that the worker sees: it writes, replaces, renames, links and dials nothing there', async () => {
    const box = await freshBox();
    const { engine } = box.users;
    expect(await box.insideAs(engine, ...node(meddle))).toBe('0 done\n');
    // Both sockets still exist and lead to where they did.
    const held = await leaseBox(box.folder, 'test', limits, never);
    expect(await held.engine.call('ping', (docker) => docker.ping().then(String))).toBe('OK');
    await held.release();
  }, 600_000);

  test('would do all of it in a folder of the engine’s, as it once was: the control', async () => {
    const box = await freshBox();
    const { engine } = box.users;
    await box.inside('chown', `${engine}:${engine}`, '/box');
    const said = await box.insideAs(engine, ...node(meddle));
    for (const could of [
      'list the folder',
      'write a file',
      'put a link in place of engine.sock',
      'make a folder',
    ])
      expect(said).toContain(`COULD ${could}\n`);
  }, 600_000);

  test('leads the worker nowhere by links in the place of sockets', async () => {
    const box = await freshBox();
    const neighbour = await freshBox(2);
    const host = await somebodyElse();
    const put = (name: string, target: string) =>
      box.inside('sh', '-c', `rm -f /box/${name} && ln -s ${target} /box/${name}`);

    const held = await leaseBox(box.folder, 'test', limits, never);
    endings.push(held.release);
    for (const target of [host.path, join(neighbour.folder, neighbour.name, 'engine.sock')]) {
      await put('engine.sock', target);
      await expect(held.engine.call('ping', (docker) => docker.ping())).rejects.toMatchObject({
        name: 'Ours',
        reason: 'engine-away',
        message: expect.stringContaining('it is a link'),
      });
    }
    for (const target of [host.path, join(neighbour.folder, neighbour.name, 'supervisor.sock')]) {
      await put('supervisor.sock', target);
      const [seen] = await inspectBoxes(box.folder, limits);
      expect(seen).toMatchObject({
        status: null,
        error: { message: expect.stringContaining('it is a link') },
      });
      await expect(leaseBox(box.folder, 'test', limits, never)).rejects.toMatchObject({ reason: 'no-box' });
    }
    expect(host.came()).toBe(0);
    expect((await neighbour.supervisor.status()).state).toBe('free');
  }, 600_000);
});

describe('what a box can write', () => {
  const onTheHost = async (): Promise<readonly number[]> =>
    Promise.all(['/', '/tmp', process.env.DOCKHAND_STATE ?? '/'].map(async (path) => (await stat(path)).dev));

  test.each(['the engine’s user', 'the supervisor', 'root of the box'])(
    'writes only to its own disk and memory as %s',
    async (who) => {
      const box = await composeBox(1);
      const { engine, supervisor } = box.users;
      const uid = { 'the engine’s user': engine, 'the supervisor': supervisor }[who] ?? 0;
      const places = JSON.parse(await box.insideAs(uid, ...node(writable))) as {
        readonly path: string;
        readonly device: number;
        readonly kind: string;
      }[];
      expect(places.map(({ path }) => path)).toContain('/tmp');
      const hosts = await onTheHost();
      expect(places.filter(({ device }) => hosts.includes(device))).toEqual([]);
      for (const { path, kind } of places)
        expect({ path, kind }).toEqual({
          path,
          kind: path === '/data' ? 'ext4' : expect.stringMatching(/^(tmpfs|mqueue)$/),
        });
    },
    120_000,
  );

  test('changes no layer of the warmed disk, not even as root of the engine’s namespaces, where they are mounted', async () => {
    const box = await freshBox();
    const said = await box.insideAs(box.users.engine, 'sh', '-c', rewriteLayers);
    expect(said).not.toContain('COULD');
    // Positive controls.
    expect(said).toContain('wrote to a folder of its own\n');
    expect(Number(/^tried (\d+) layers$/m.exec(said)?.[1])).toBeGreaterThan(3);
  }, 600_000);

  test('writes a bounded amount into the folder that the worker sees', async () => {
    const box = await composeBox(1);
    const said = await box.inside(
      'sh',
      '-c',
      'dd if=/dev/zero of=/box/filler bs=1M count=64 2>&1; stat -c %s /box/filler; rm -f /box/filler',
    );
    expect(said).toMatch(/No space left/);
    expect(Number(/^(\d+)$/m.exec(said)?.[1])).toBeLessThanOrEqual(256 * 1024);
  }, 120_000);
});
