import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { BoxCounters } from '../../deploy/box/protocol.ts';
import { TimeLimitExceeded, withTimeLimit } from '../../src/timing/time-limit.ts';
import type { Work } from '../../workers/phases/phase.ts';
import { probePhase } from '../../workers/phases/probe.ts';
import { readinessPhase } from '../../workers/phases/readiness.ts';
import { BoundedText } from '../../workers/sandbox/bounded-text.ts';
import { fairClock } from '../../workers/sandbox/box/fair-clock.ts';
import type { RunningContainer } from '../../workers/sandbox/containers/container.ts';
import { InfrastructureError } from '../../workers/sandbox/failures.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { theLesson } from './support/lesson.ts';
import { quiet } from './support/pretend-box.ts';

/**
 * The effect of a busy machine on clocks. The test sets the box's counters; test/attacks and bench/busy squeeze real ones. They only
 * wait, so they wait side by side.
 */
const began = performance.now();
/** Counters of a box that gets this share of the time that it wants. */
const granted =
  (share: number, used = share) =>
  async (): Promise<BoxCounters> => {
    const atMs = 1_000 + performance.now() - began;
    return { ...quiet, processor: { atMs, usedMs: (atMs * used) / 2, deniedMs: atMs * (1 - share) } };
  };

describe('a clock that counts the chance to run', () => {
  const struck = async (ms: number, counters: () => Promise<BoxCounters>, times = 6, seen = true) => {
    const since = performance.now();
    const first = seen ? await counters().catch(() => null) : null;
    const how = await new Promise<string>((resolve) => {
      fairClock(counters, times, first)(ms, resolve);
    });
    return { how, times: (performance.now() - since) / ms };
  };

  test.concurrent('a clock is a plain one on a machine with time to spare', async () => {
    const { how, times } = await struck(1_000, granted(1));
    expect([how, times < 1.9]).toEqual(['over', true]);
  });

  test.concurrent('waits four times as long where a box gets a quarter', async () => {
    const { how, times } = await struck(1_000, granted(0.25));
    expect(how).toBe('over');
    expect(times).toBeGreaterThan(3.5);
  });

  test.concurrent.each([true, false])(
    'ends by itself, and is ours, where it gets next to nothing (seen from the start: %s)',
    async (seen) => {
      const { how, times } = await struck(600, granted(0.02), 3, seen);
      expect(how).toBe('starved');
      expect(times).toBeGreaterThan(2.9);
    },
  );

  test.concurrent('takes a box that says nothing of itself by the clock on the wall', async () => {
    expect((await struck(400, async () => quiet)).how).toBe('over');
  });

  test.concurrent('blames nobody when the box does not even answer', async () => {
    expect((await struck(400, () => Promise.reject(new Error('away')))).how).toBe('starved');
  });

  test.concurrent('strikes no more once it was ended', async () => {
    let strikes = 0;
    const timer = fairClock(granted(1), 6)(100, () => strikes++);
    timer.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(strikes).toBe(0);
  });

  test.concurrent('ends a wait as what it was', async () => {
    const never = () => new Promise<never>(() => undefined);
    const clock = fairClock(granted(0.01), 2, await granted(0.01)());
    const error = await withTimeLimit('a test', 600, null, never, clock).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ how: 'starved' });
    expect(error).toBeInstanceOf(TimeLimitExceeded);
  });
});

const servers: (() => void)[] = [];
afterAll(() => {
  for (const close of servers.splice(0)) close();
});
async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  servers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
/** Like the engine's forwarding, accepts every connection, whatever listens behind it. */
const forwarding = (holdMs: number) =>
  listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined).resume();
      setTimeout(() => socket.destroy(), holdMs);
    }),
  );

const table = (...listeners: readonly string[]): string =>
  [
    '  sl  local_address rem_address   st',
    ...listeners.map((each, n) => `   ${n}: ${each} 00000000:0000 0A 0`),
  ].join('\n');
const onPort = '00000000:1F40';

async function pretend(
  port: number,
  how: {
    readonly counters: () => Promise<BoxCounters>;
    /** The kernel's table; null when every look fails. */
    readonly table: () => string | null;
    readonly sealed?: boolean;
    readonly limits?: object;
  },
): Promise<{ readonly work: Work; readonly running: RunningContainer }> {
  const { lesson } = await theLesson();
  const log = new BoundedText(10_000);
  const work = {
    box: { tunnel: async () => connect(port, '127.0.0.1'), counters: how.counters },
    limits: { ...readLimits({}), readySeconds: 2, probeSeconds: 1, busyTimes: 3, ...how.limits },
    signal: new AbortController().signal,
    manifest: lesson.manifest,
    student: {},
    image: null,
  } as unknown as Work;
  const running = {
    port,
    log,
    flooded: new AbortController().signal,
    caughtUp: async () => undefined,
    state: async () => ({ running: true, exitCode: null, error: '', health: null }),
    exec: async (command: readonly string[]) => {
      const text =
        command[0] === 'cat' ? how.table() : '1 (python) S 0 1 1 0 -1 0 1 0 0 0 5 0 0 0 20 0 1 0 100 1 1';
      return text === null ? null : { code: 0, text };
    },
    sealed: () => how.sealed === true,
  } as unknown as RunningContainer;
  return { work, running };
}

describe('a container that nobody is known to listen in', () => {
  test.concurrent('a container is not ready because a connection is held and no look came through', async () => {
    const { work, running } = await pretend(await forwarding(60_000), {
      counters: granted(0.02),
      table: () => null,
    });
    await expect(readinessPhase(work, running)).rejects.toMatchObject({ reason: 'machine-busy' });
  }, 30_000);

  test.concurrent('a container is ready as soon as it is seen to listen, however long that takes on the wall', async () => {
    let looks = 0;
    const { work, running } = await pretend(await forwarding(60_000), {
      counters: granted(0.05),
      table: () => (++looks < 3 ? table() : table(onPort)),
    });
    expect((await readinessPhase(work, running)).failure).toBeNull();
  }, 30_000);

  test.concurrent('a container that serves is not ready when its flood is read only then', async () => {
    const { work, running } = await pretend(await forwarding(60_000), {
      counters: granted(1),
      table: () => table(onPort),
    });
    const flood = new AbortController();
    const late = { flooded: flood.signal, caughtUp: async () => flood.abort() };
    expect((await readinessPhase(work, { ...running, ...late })).failure).toMatchObject({
      reason: 'too-much-output',
    });
  }, 30_000);

  test.concurrent('a container that never listened counts against the student if the machine had time', async () => {
    const { work, running } = await pretend(await forwarding(10), {
      counters: granted(1),
      table: () => table(),
    });
    expect((await readinessPhase(work, running)).failure).toMatchObject({
      reason: 'never-listened',
      explanation: { key: 'silent-python' },
    });
  }, 30_000);

  test.concurrent('a container that never listened is ours when the machine had none', async () => {
    const { work, running } = await pretend(await forwarding(10), {
      counters: granted(0.05),
      table: () => table(),
    });
    await expect(readinessPhase(work, running)).rejects.toBeInstanceOf(InfrastructureError);
  }, 30_000);

  test.concurrent('a container that nothing can be run in is ready when a connection holds as long as an answer may take', async () => {
    const { work, running } = await pretend(await forwarding(60_000), {
      counters: granted(1),
      table: () => null,
      sealed: true,
    });
    expect((await readinessPhase(work, running)).failure).toBeNull();
  }, 30_000);
});

describe('an answer that does not come', () => {
  test.concurrent('an answer that does not come is ours where the container had no chance to give it', async () => {
    const port = await listen(createServer(() => undefined));
    const { work, running } = await pretend(port, { counters: granted(0.02), table: () => table(onPort) });
    await expect(probePhase(work, running)).rejects.toMatchObject({ reason: 'machine-busy' });
  }, 30_000);

  test.concurrent('a missing answer counts against the student if the container had the chance to run', async () => {
    const port = await listen(createServer(() => undefined));
    const { work, running } = await pretend(port, { counters: granted(1), table: () => table(onPort) });
    expect((await probePhase(work, running)).failure).toMatchObject({ reason: 'timed-out' });
  }, 30_000);

  test.concurrent.each([
    ['hers, where her server is known to listen', () => table(onPort), { reason: 'unexpected-answer' }],
    ['hers, in other words, where it has ended', () => table(), { reason: 'never-listened' }],
  ])(
    'a server that hangs up for long is %s',
    async (_name, seen, failure) => {
      const { work, running } = await pretend(await forwarding(5), { counters: granted(1), table: seen });
      expect((await probePhase(work, running)).failure).toMatchObject(failure);
    },
    60_000,
  );

  test.concurrent('a server that hangs up is ours where nobody could look', async () => {
    const { work, running } = await pretend(await forwarding(5), { counters: granted(1), table: () => null });
    await expect(probePhase(work, running)).rejects.toMatchObject({ reason: 'machine-busy' });
  }, 60_000);
});
