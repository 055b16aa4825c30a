import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  Agent,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createEngineApi, isForWorkers } from '../../deploy/box/engine-api.ts';

const hastyEngine = fileURLToPath(new URL('./hasty-engine.ts', import.meta.url));

/** The engine's API as a supervisor forwards it, against a simulated engine; all other tests use it through real boxes. */
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const listening = async (server: Server, path: string): Promise<void> => {
  await new Promise<void>((resolve) => server.listen(path, resolve));
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
};

interface Scene {
  /** The socket that a worker sees. */
  readonly door: string;
  /** The requests that reached the engine. */
  readonly asked: readonly string[];
  readonly engine: Server;
}

async function scene(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  extent: 'worker' | 'whole' = 'worker',
): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-api-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const asked: string[] = [];
  const engine = createServer(answer);
  engine.on('request', ({ method, url }) => asked.push(`${method} ${url}`));
  await listening(engine, join(folder, 'engine.sock'));
  const door = join(folder, 'door.sock');
  await listening(
    createEngineApi({ engine: join(folder, 'engine.sock'), extent, log: () => undefined }),
    door,
  );
  return { door, asked, engine };
}

/**
 * The API in front of an engine that answers as soon as it has a request's headers; it is a process of its own, so that it can be faster.
 */
async function beforeHastyEngine(status: string, body: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-api-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const [socket, door] = [join(folder, 'engine.sock'), join(folder, 'door.sock')];
  const engine = spawn(process.execPath, [hastyEngine, socket, status, body]);
  endings.push(async () => void engine.kill('SIGKILL'));
  await once(engine.stdout, 'data');
  await listening(createEngineApi({ engine: socket, extent: 'worker', log: () => undefined }), door);
  return door;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

const call = (socketPath: string, method: string, path: string, body?: Buffer): Promise<Answer> =>
  answerTo(request({ socketPath, method, path, agent: false }), body);

async function answerTo(asked: ClientRequest, body?: Buffer): Promise<Answer> {
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const piece of answer) text += String(piece);
  return { status: answer.statusCode ?? 0, text, headers: answer.headers };
}

/** Sends raw bytes, and returns everything received until the other side closes. */
async function raw(
  door: string,
  bytes: string,
  more: (said: string) => string | null = () => null,
): Promise<string> {
  const socket = connect(door);
  let said = '';
  socket.on('data', (piece: Buffer) => {
    said += String(piece);
    const next = more(said);
    if (next === '') socket.end();
    else if (next !== null) socket.write(next);
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return said;
}

describe('what a worker needs', () => {
  test.each([
    ['GET', '/_ping'],
    ['GET', '/v1.47/_ping'],
    ['POST', '/build?t=x&version=2&dockerfile=a%2F..%2Fb'],
    ['POST', '/session'],
    ['POST', '/images/create?fromImage=python&tag=3.11-slim'],
    ['GET', '/images/python:3.11-slim/json'],
    ['GET', '/images/ghcr.io/astral-sh/uv:latest/json'],
    ['GET', `/images/sha256:${'a'.repeat(64)}/history`],
    ['POST', '/containers/create'],
    ['POST', '/v1.43/containers/0f3a/start'],
    ['GET', '/containers/0f3a/logs?follow=true'],
    ['HEAD', '/containers/0f3a/archive?path=%2Fa%2F..%2Fb'],
    ['DELETE', '/containers/0f3a?force=true'],
    ['POST', '/exec/0f3a/start'],
    ['DELETE', '/networks/dockhand-database'],
  ])('hands on %s %s', (method, url) => {
    expect(isForWorkers(method, url)).toBe(true);
  });
});

describe('what it does not need', () => {
  test.each([
    ['POST', '/images/load'],
    ['DELETE', '/images/python:3.11-slim'],
    ['POST', '/images/python/push'],
    ['POST', '/images/python/tag?repo=x'],
    ['GET', '/images/get?names=x'],
    ['POST', '/commit?container=x'],
    ['PUT', '/containers/0f3a/archive?path=/'],
    ['GET', '/containers/0f3a/archive?path=/etc'],
    ['POST', '/containers/0f3a/attach'],
    ['POST', '/containers/0f3a/update'],
    ['POST', '/containers/0f3a/rename'],
    ['POST', '/containers/prune'],
    ['POST', '/build/prune'],
    ['POST', '/grpc'],
    ['POST', '/plugins/pull'],
    ['POST', '/swarm/init'],
    ['GET', '/containers/0f3a/../../images/get'],
    ['POST', '/containers/../images/load'],
    ['POST', '/containers/%2e%2e/start'],
    ['POST', '/containers//start'],
    ['POST', '//images/load'],
    ['POST', '/v1.47/v1.47/images/load'],
    ['POST', '/v1.47/../images/load'],
    ['GET', '/images/../containers/json/json'],
    ['GET', '/images//json'],
    ['GET', '/images/a/b/c/d/e/f/g/h/i/j/k/json'],
    ['get', '/_ping'],
    ['GET', 'http://elsewhere/_ping'],
    ['GET', '*'],
  ])('refuses %s %s', async (method, url) => {
    expect(isForWorkers(method, url)).toBe(false);
  });

  test('refuses endless calls, too', () => {
    expect(isForWorkers('GET', `/images/${'a'.repeat(2000)}/json`)).toBe(false);
  });

  test('never reaches the engine; the refusal has the engine’s format', async () => {
    const { door, asked } = await scene((_, response) => response.end('{}'));
    const { status, text } = await call(door, 'POST', '/images/load', Buffer.from('x'));
    expect({ status, ...JSON.parse(text) }).toEqual({
      status: 403,
      message: 'a box does not hand on POST /images/load',
    });
    const upgrade = 'POST /grpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
    expect(await raw(door, upgrade)).toMatch(/^HTTP\/1.1 403 /);
    // Hidden behind a call that is allowed: in a body, and after a length that says something else.
    await raw(
      door,
      'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}POST /images/load HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n',
    );
    await raw(
      door,
      'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nPOST /images/load HTTP/1.1\r\nHost: x\r\n\r\n',
    );
    expect(asked.filter((each) => each !== 'POST /containers/create')).toEqual([]);
    // The control: with the whole API they do come.
    const whole = await scene((_, response) => response.end('{}'), 'whole');
    expect((await call(whole.door, 'POST', '/images/load', Buffer.from('x'))).status).toBe(200);
    expect(whole.asked).toEqual(['POST /images/load']);
  });
});

describe('a call', () => {
  test('goes on as it comes: method, path, headers, status, and megabytes in pieces', async () => {
    const { door } = await scene((asked, answer) => {
      let bytes = 0;
      asked.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      asked.on('end', () => {
        answer.writeHead(418, 'Teapot', {
          'x-seen': `${asked.headers['x-registry-auth']}`,
          'docker-experimental': 'false',
        });
        answer.end(`${asked.method} ${asked.url} ${bytes}`);
      });
    });
    const asked = request({
      socketPath: door,
      method: 'POST',
      path: '/build?t=a%2Fb',
      headers: { 'x-registry-auth': 'abc' },
    });
    for (let n = 0; n < 50; n++) if (!asked.write(Buffer.alloc(1_000_000))) await once(asked, 'drain');
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let text = '';
    for await (const piece of answer) text += String(piece);
    expect(text).toBe('POST /build?t=a%2Fb 50000000');
    expect(answer).toMatchObject({ statusCode: 418, statusMessage: 'Teapot' });
    expect(answer.headers).toMatchObject({ 'x-seen': 'abc', 'docker-experimental': 'false' });
  });

  test('a call is answered although it has reported nothing yet, or while it reports', async () => {
    let say: (text: string) => void = () => undefined;
    const { door } = await scene((_, answer) => {
      answer.writeHead(200).flushHeaders();
      say = (text) => void answer.write(text);
    });
    const asked = request({ socketPath: door, path: '/containers/a/logs?follow=1' });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    for (const text of ['one', 'two']) {
      say(text);
      expect(String((await once(answer, 'data'))[0])).toBe(text);
    }
    asked.destroy();
  });

  test('a call that the worker aborts is aborted at the engine: that is how a build is stopped', async () => {
    let gone = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const { door } = await scene((_, answer) => {
      answer.on('close', gone);
      answer.write('step 1');
    });
    const asked = request({ socketPath: door, method: 'POST', path: '/build' });
    asked.on('error', () => undefined);
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.on('error', () => undefined);
    await once(answer, 'data');
    asked.destroy();
    await over;
  });

  test.each(['before it answers', 'in the middle of its answer'])(
    'an engine that hangs up %s is a call hung up, never an answer that looks like the engine’s',
    async (when) => {
      const { door } = await scene((asked, answer) => {
        if (when.startsWith('in')) answer.write('half', () => asked.socket.destroy());
        else asked.socket.destroy();
      });
      await expect(call(door, 'GET', '/_ping')).rejects.toThrow(/hang up|aborted/);
    },
  );

  test.each([
    ['304 Not Modified', ''],
    ['204 No Content', ''],
    ['404 Not Found', '{"message":"No such container: a"}'],
    ['409 Conflict', '{"message":"it is in the way"}'],
    ['500 Internal Server Error', `{"message":"${'x'.repeat(60_000)}"}`],
  ])('an early answer of the engine, which has not read the request, arrives: %s', async (status, body) => {
    const socketPath = await beforeHastyEngine(status, body);
    const agent = new Agent({ keepAlive: true });
    endings.push(async () => agent.destroy());
    const stop = (): Promise<Answer> => {
      const asked = request({ socketPath, agent, method: 'POST', path: '/containers/a/stop?t=10' });
      return answerTo(asked.setHeader('content-length', 8), Buffer.from('{"t":10}'));
    };
    for (let n = 0; n < 40; n += 1) {
      const answers = await Promise.all(Array.from({ length: 4 }, stop));
      for (const answer of answers)
        expect(answer).toMatchObject({ status: Number.parseInt(status, 10), text: body });
    }
  });

  test('an engine that is not there is a call hung up likewise', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dockhand-api-'));
    endings.push(() => rm(folder, { recursive: true, force: true }));
    const door = join(folder, 'door.sock');
    await listening(
      createEngineApi({ engine: join(folder, 'none'), extent: 'worker', log: () => undefined }),
      door,
    );
    await expect(call(door, 'GET', '/_ping')).rejects.toThrow(/hang up/);
  });

  test('a call may follow another on the same connection, which is never closed for being idle', async () => {
    const { door } = await scene((_, answer) => answer.end('OK'));
    const ping = 'GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n';
    let answers = 0;
    const said = await raw(door, ping, (text) => {
      const now = text.split('\r\nOK').length - 1;
      if (now === answers) return null;
      answers = now;
      return now < 3 ? ping : '';
    });
    expect(said).not.toMatch(/keep-alive: timeout/i);
  });
});

describe('an upgraded connection', () => {
  test('a connection is joined with the engine, both ways, the end of the request’s empty body included', async () => {
    const { door, engine } = await scene(() => undefined);
    const came: string[] = [];
    engine.on('upgrade', (asked: IncomingMessage, socket, head: Buffer) => {
      came.push(`${asked.headers['x-docker-expose-session-uuid']}`, String(head));
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nfirst');
      socket.on('data', (piece: Buffer) => socket.end(`echo ${piece}`));
    });
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': 'u',
      'Transfer-Encoding': 'chunked',
    };
    const asked = request({ socketPath: door, method: 'POST', path: '/session', headers });
    asked.end();
    const [, socket, head] = await once(asked, 'upgrade');
    let text = String(head);
    socket.on('data', (piece: Buffer) => {
      text += String(piece);
    });
    socket.write('hello');
    await once(socket, 'close');
    expect(text).toBe('firstecho hello');
    expect(came).toEqual(['u', '0\r\n\r\n']);
  });

  test('stays closed when the engine refuses: nothing more reaches it', async () => {
    const { door, asked } = await scene((_, answer) => answer.writeHead(400).end('no'));
    const upgrade = 'POST /session HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
    const socket = connect(door);
    socket.write(upgrade);
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 400/);
    socket.write('POST /images/load HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.destroy();
    expect(asked).toEqual(['POST /session']);
  });
});
