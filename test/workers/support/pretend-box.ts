import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createNetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoxCounters, BoxStatus } from '../../../deploy/box/protocol.ts';

/**
 * A supervisor for tests of the worker's own behaviour: it speaks the protocol of deploy/box/protocol.ts, and the test sets its counters,
 * state and leases. Real boxes are tested elsewhere.
 */
export interface PretendBox {
  readonly folder: string;
  readonly name: string;
  state: BoxStatus['state'];
  counters: BoxCounters;
  /** The holders, in the order of their leases. */
  readonly leases: string[];
  readonly egress: boolean[];
  renewals: number;
  /** Stops answering, like a wedged one. */
  silent: boolean;
  /** Refuses renewals from now on. */
  takesBack: boolean;
  /** Someone else leases it as soon as it was seen to be free. */
  contended: boolean;
  /** A new box in the same folder after release, as when Compose restarts it. */
  reborn: boolean;
  readonly close: () => Promise<void>;
}

export const quiet: BoxCounters = {
  memoryBytes: 100e6,
  memoryPeakBytes: 100e6,
  memoryLimitBytes: 2e9,
  oomKills: 0,
  processes: 20,
  processLimit: 512,
  forksRefused: 0,
  diskBytes: 1e9,
  diskLimitBytes: 8e9,
  processor: { atMs: 0, usedMs: 0, deniedMs: 0 },
};

export async function pretendBox({
  folder,
  name = 'one',
}: {
  folder?: string;
  name?: string;
} = {}): Promise<PretendBox> {
  const boxes = folder ?? (await mkdtemp(join(tmpdir(), 'boxes-')));
  await mkdir(join(boxes, name), { recursive: true });
  let life = 1;
  const sockets = new Set<Socket>();
  const box: PretendBox = {
    folder: boxes,
    name,
    state: 'free',
    counters: quiet,
    leases: [],
    egress: [],
    renewals: 0,
    silent: false,
    takesBack: false,
    contended: false,
    reborn: true,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      if (folder === undefined) await rm(boxes, { recursive: true, force: true });
    },
  };
  const token = (): string => `token-${life}`;
  const server = createServer(async (asked, answer) => {
    const body = await read(asked);
    if (box.silent) return;
    const say = (status: number, value: unknown): void => {
      answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const lease = { token: token(), life: `life-${life}`, until: Date.now() + 30_000 };
    const held = body.token === token() && box.state === 'leased';
    switch (`${asked.method} ${asked.url}`) {
      case 'GET /status': {
        const { state } = box;
        if (box.contended && state === 'free') box.state = 'leased';
        return say(200, {
          box: name,
          state,
          life: `life-${life}`,
          engine: '28.5.2',
          disk: 'disk-1',
          counters: box.counters,
          leasedUntil: null,
        } satisfies BoxStatus);
      }
      case 'POST /lease':
        if (box.state !== 'free') return say(409, { error: 'not free' });
        box.state = 'leased';
        box.leases.push(String(body.holder));
        return say(201, lease);
      case 'PUT /lease':
        box.renewals++;
        return held && !box.takesBack ? say(200, lease) : say(403, { error: 'not yours' });
      case 'DELETE /lease':
        if (!held) return say(403, { error: 'not yours' });
        life++;
        box.state = box.reborn ? 'free' : 'ending';
        return say(202, {});
      case 'PUT /egress':
        if (!held) return say(403, { error: 'not yours' });
        box.egress.push(body.open === true);
        return say(200, {});
      default:
        return say(404, { error: 'no such route' });
    }
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (asked, socket) => {
    if (asked.headers['x-lease'] !== token()) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const port = Number(asked.url?.split(':')[1]);
    let joined = false;
    const onward = connect(port, '127.0.0.1', () => {
      joined = true;
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => {
      // Once the tunnel is open, a response of ours would look like the student's.
      if (!joined) socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      else socket.destroy();
    });
    socket.on('error', () => onward.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(join(boxes, name, 'supervisor.sock'), resolve));
  return box;
}

async function read(asked: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of asked) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** A unix socket that accepts connections and answers nothing: a wedged engine. */
export async function wedgedEngine(path: string): Promise<{ readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
