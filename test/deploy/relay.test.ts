import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createApi } from '../../deploy/box/api.ts';
import { createEngineApi } from '../../deploy/box/engine-api.ts';
import { Tenancy } from '../../deploy/box/lease.ts';
import { relay } from '../../deploy/box/relay.ts';

/** On a busy machine a reader is slow. It nevertheless has to receive everything that was sent before a connection closed. */
const sent = Buffer.alloc(2 * 1024 * 1024, 'a');

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function listening(server: Server, ...where: [string] | [number, string]): Promise<number> {
  await new Promise<void>((resolve) => server.listen(...(where as [string]), resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  endings.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'dockhand-relay-'));
  endings.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** How many bytes reach a reader that pauses after every chunk. */
async function readSlowly(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (piece: Buffer) => {
    bytes += piece.length;
    socket.pause();
    setTimeout(() => socket.resume(), 50);
  });
  await once(socket, 'close');
  return bytes;
}

/** Sends everything at once, and closes. */
const sender = (socket: Socket, first = ''): void => {
  socket.on('error', () => undefined);
  socket.write(first);
  socket.end(sent);
};

describe('bytes that were sent before a connection closed', () => {
  test('all reach a slow reader on the other side of a relay', async () => {
    const from = await listening(
      createServer((socket) => sender(socket)),
      0,
      '127.0.0.1',
    );
    const between = await listening(
      createServer((near) => relay(near, connect(from, '127.0.0.1'))),
      0,
      '127.0.0.1',
    );
    expect(await readSlowly(connect(between, '127.0.0.1'))).toBe(sent.length);
  });

  test('all reach a worker through the tunnel to a published port', async () => {
    const port = await listening(
      createServer((socket) => sender(socket)),
      0,
      '127.0.0.1',
    );
    const tenancy = new Tenancy('life');
    tenancy.ready();
    const { token } = tenancy.take(60);
    const api = createApi({
      tenancy,
      gate: { set: async () => undefined } as never,
      status: () => ({}) as never,
      end: () => undefined,
      log: () => undefined,
    });
    const door = join(await folder(), 'box.sock');
    await listening(api, door);
    const call = request({
      socketPath: door,
      method: 'CONNECT',
      path: `127.0.0.1:${port}`,
      headers: { 'x-lease': token },
    });
    call.end();
    const [, socket, head] = (await once(call, 'connect')) as [unknown, Socket, Buffer];
    expect((await readSlowly(socket)) + head.length).toBe(sent.length);
  });

  test('all reach a worker after the engine has changed the protocol, as it does for the output of a command', async () => {
    const path = await folder();
    const engine = createServer((socket) =>
      socket.once('data', () => sender(socket, 'HTTP/1.1 101 UPGRADED\r\n\r\n')),
    );
    await listening(engine, join(path, 'engine.sock'));
    const door = join(path, 'door.sock');
    await listening(
      createEngineApi({ engine: join(path, 'engine.sock'), extent: 'worker', log: () => undefined }),
      door,
    );
    const socket = connect(door);
    socket.write(
      'POST /exec/0f3a/start HTTP/1.1\r\nhost: box\r\nconnection: upgrade\r\nupgrade: tcp\r\n\r\n',
    );
    expect(await readSlowly(socket)).toBe(sent.length + 'HTTP/1.1 101 UPGRADED\r\n\r\n'.length);
  });
});

test('a relay closes one side when the other breaks', async () => {
  const from = await listening(
    createServer((socket) => {
      socket.on('error', () => undefined);
      setTimeout(() => socket.resetAndDestroy(), 100);
    }),
    0,
    '127.0.0.1',
  );
  const between = await listening(
    createServer((near) => relay(near, connect(from, '127.0.0.1'))),
    0,
    '127.0.0.1',
  );
  const socket = connect(between, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'close');
});
