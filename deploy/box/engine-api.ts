import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { closeTogether } from './relay.ts';
import type { BoxSettings } from './settings.ts';

/**
 * Forwards the engine's API. The engine's own socket stays inside the box, because it lies in a folder of the engine's user: anything
 * that broke out of the engine could replace it with a link to a socket that the worker should not dial.
 */
const forWorkers: readonly string[] = [
  'GET /_ping',
  'HEAD /_ping',
  'GET /version',
  'GET /info',
  'POST /build',
  // BuildKit asks the client for registry credentials through this one.
  'POST /session',
  'POST /images/create',
  'GET /images/NAME/json',
  'GET /images/NAME/history',
  'POST /containers/create',
  'POST /containers/ID/start',
  'POST /containers/ID/stop',
  'POST /containers/ID/wait',
  'GET /containers/ID/json',
  'GET /containers/ID/logs',
  'HEAD /containers/ID/archive',
  'POST /containers/ID/exec',
  'DELETE /containers/ID',
  'POST /exec/ID/start',
  'GET /exec/ID/json',
  'POST /networks/create',
  'DELETE /networks/ID',
  // Lists and details: reading them changes nothing, and tests count what a job has left behind.
  'GET /images/json',
  'GET /containers/json',
  'GET /volumes',
  'GET /networks',
  'GET /system/df',
];

const segment = String.raw`[\w][\w.:@-]*`;
const patterns = forWorkers.map(
  (route) =>
    new RegExp(`^${route.replace('ID', segment).replace('NAME', `${segment}(?:/${segment}){0,8}`)}$`),
);

/** Whether a worker needs the route. A path that no client would write (`..`, `%2e`, `//`) matches no route of this list. */
export function isForWorkers(method: string, url: string): boolean {
  const path = (url.split('?', 1)[0] ?? '').replace(/^\/v\d+\.\d+(?=\/)/, '');
  return path.length < 1024 && patterns.some((pattern) => pattern.test(`${method} ${path}`));
}

export interface EngineApiParts {
  /** The engine's own socket. */
  readonly engine: string;
  readonly extent: BoxSettings['engineApi'];
  readonly log: (line: string) => void;
}

export function createEngineApi({ engine, extent, log }: EngineApiParts): Server {
  const allowed = ({ method = '', url = '' }: IncomingMessage): boolean => {
    if (extent === 'whole' || isForWorkers(method, url)) return true;
    log(`does not hand on ${method} ${JSON.stringify(url.slice(0, 200))}`);
    return false;
  };
  // A connection stays open for as long as the worker wants: if it closed while the next call was on its way, the engine would seem dead.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (incoming, answer) => {
    if (allowed(incoming)) return handOn(engine, incoming, answer);
    answer.writeHead(403, { 'content-type': 'application/json', connection: 'close' }).end(refusal(incoming));
  });
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    if (allowed(incoming)) return upgrade(connect(engine), incoming, client, head);
    const body = refusal(incoming);
    client.on('error', () => client.destroy());
    client.end(
      `HTTP/1.1 403 Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
  return server;
}

/** In the format of the engine's own errors. */
const refusal = ({ method, url = '' }: IncomingMessage): string =>
  JSON.stringify({ message: `a box does not hand on ${method} ${url.slice(0, 200)}` });

/** These headers describe one connection, and here there are two. */
const ofOneConnection = ['connection', 'keep-alive', 'transfer-encoding'];

function without(headers: IncomingMessage['headers'], names: readonly string[]) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

/**
 * Forwards one call. When the engine hangs up, so does this, and the worker sees what it would see without a proxy.
 *
 * The engine is asked to keep the connection open, although it serves only this call: then Go's server reads the whole request before it
 * answers. If told to close, it answers "already stopped" and closes at once, and writing the rest of the request fails.
 */
function handOn(socketPath: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, url: path, headers } = incoming;
  const call = request({
    ...{ socketPath, method, path, agent: false },
    // Content-Length or Transfer-Encoding of the request are passed on.
    headers: { ...without(headers, ['connection', 'keep-alive']), connection: 'keep-alive' },
  });
  const hangUp = (): void => {
    call.destroy();
    answer.destroy();
  };
  call.on('response', (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.statusMessage, without(reply.headers, ofOneConnection));
    // A log that is still empty has begun nevertheless: its reader waits for the headers.
    answer.flushHeaders();
    reply.on('error', hangUp);
    reply.pipe(answer);
  });
  call.on('error', hangUp);
  incoming.on('error', hangUp);
  answer.on('error', hangUp);
  answer.on('close', () => call.destroy());
  incoming.pipe(call);
}

/** Forwards a connection that is upgraded from HTTP: data flows in both directions once the engine agrees, and not before. */
function upgrade(engine: Socket, incoming: IncomingMessage, client: Duplex, head: Buffer): void {
  const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
  for (let n = 0; n + 1 < incoming.rawHeaders.length; n += 2)
    lines.push(`${incoming.rawHeaders[n]}: ${incoming.rawHeaders[n + 1]}`);
  engine.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  engine.once('data', (first: Buffer) => {
    client.write(first);
    if (first.toString('latin1', 0, 13) === 'HTTP/1.1 101 ') client.pipe(engine);
    engine.pipe(client);
  });
  closeTogether(client, engine);
}
