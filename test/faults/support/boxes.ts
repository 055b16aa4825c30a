import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoxState, BoxStatus } from '../../../deploy/box/protocol.ts';
import { quiet } from '../../workers/support/pretend-box.ts';

/** Simulated boxes that speak the supervisor's protocol and follow its rules: one job per life, and a lease that expires. */
export interface StormBoxes {
  readonly folder: string;
  /** Boxes that are leased. */
  readonly held: () => number;
  /** Kills the engine of a leased box: its lease is no longer renewed. False when none is leased. */
  readonly killEngine: () => boolean;
  /** The supervisor of a leased box stops answering for a while. */
  readonly freeze: (ms: number) => boolean;
  readonly close: () => Promise<void>;
}

interface Box {
  state: BoxState;
  life: number;
  holder: string | null;
  lapses: number;
  silentUntil: number;
  broken: boolean;
}

export async function openBoxes(count: number, rebirthMs = 200): Promise<StormBoxes> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-boxes-'));
  const boxes: Box[] = [];
  const servers: ReturnType<typeof createServer>[] = [];
  const sockets = new Set<Socket>();
  const end = (box: Box): void => {
    box.state = 'ending';
    box.holder = null;
    box.life += 1;
    setTimeout(() => {
      box.broken = false;
      box.state = 'free';
    }, rebirthMs).unref();
  };
  for (let n = 0; n < count; n += 1) {
    const name = `box-${n}`;
    await mkdir(join(folder, name));
    const box: Box = { state: 'free', life: 1, holder: null, lapses: 0, silentUntil: 0, broken: false };
    boxes.push(box);
    const token = (): string => `${name}-${box.life}`;
    const server = createServer(async (asked, answer) => {
      const body = await read(asked);
      if (performance.now() < box.silentUntil) return;
      const say = (status: number, value: unknown): void => {
        answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      const lease = { token: token(), life: `life-${box.life}`, until: Date.now() + 30_000 };
      const held = body.token === token() && box.state === 'leased';
      const seconds = Number(body.seconds ?? 30);
      switch (`${asked.method} ${asked.url}`) {
        case 'GET /status':
          return say(200, {
            box: name,
            state: box.state,
            life: `life-${box.life}`,
            engine: '28.5.2',
            disk: 'storm',
            counters: quiet,
            leasedUntil: null,
          } satisfies BoxStatus);
        case 'POST /lease':
          if (box.state !== 'free') return say(409, { error: 'not free' });
          box.state = 'leased';
          box.holder = String(body.holder);
          box.lapses = performance.now() + seconds * 1_000;
          return say(201, lease);
        case 'PUT /lease':
          if (!held || box.broken) return say(403, { error: 'not yours' });
          box.lapses = performance.now() + seconds * 1_000;
          return say(200, lease);
        case 'DELETE /lease':
          if (!held) return say(403, { error: 'not yours' });
          end(box);
          return say(202, {});
        default:
          return say(404, { error: 'no such route' });
      }
    });
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) =>
      server.listen(join(folder, name, 'supervisor.sock'), () => resolve()),
    );
    servers.push(server);
  }
  const watch = setInterval(() => {
    for (const box of boxes) if (box.state === 'leased' && performance.now() > box.lapses) end(box);
  }, 200);
  const one = (): Box | undefined => boxes.filter(({ state }) => state === 'leased')[0];
  return {
    folder,
    held: () => boxes.filter(({ state }) => state === 'leased').length,
    killEngine: () => {
      const box = one();
      if (box !== undefined) box.broken = true;
      return box !== undefined;
    },
    freeze: (ms) => {
      const box = one();
      if (box !== undefined) box.silentUntil = performance.now() + ms;
      return box !== undefined;
    },
    close: async () => {
      clearInterval(watch);
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function read(asked: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of asked) text += String(piece);
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
