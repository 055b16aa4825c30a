import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Gate } from './gate.ts';
import { RequestRefused, type Tenancy } from './lease.ts';
import type { BoxStatus } from './protocol.ts';
import { relay } from './relay.ts';
import { gate as gatePort } from './settings.ts';

export interface ApiParts {
  readonly tenancy: Tenancy;
  readonly gate: Gate;
  readonly status: () => BoxStatus;
  readonly end: (why: string) => void;
  readonly log: (line: string) => void;
}

type Body = Readonly<Record<string, unknown>>;
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The routes of the supervisor (`protocol.ts`). */
export function createApi(parts: ApiParts): Server {
  const server = createServer((request, response) => {
    answer(parts, request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      },
      (error: unknown) => {
        const status = error instanceof RequestRefused ? error.status : 500;
        const message = error instanceof Error ? error.message : String(error);
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: message }));
      },
    );
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    tunnel(parts, request, socket, head),
  );
  return server;
}

async function answer(parts: ApiParts, request: IncomingMessage): Promise<Answer> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /status') return { status: 200, body: parts.status() };
  const body = await readBody(request);
  switch (route) {
    case 'POST /lease': {
      const holder = text(body, 'holder');
      const lease = parts.tenancy.take(number(body, 'seconds'));
      parts.log(`leased by ${JSON.stringify(holder.slice(0, 200))}`);
      await parts.gate.set(true);
      return { status: 201, body: lease };
    }
    case 'PUT /lease':
      return { status: 200, body: parts.tenancy.renew(text(body, 'token'), number(body, 'seconds')) };
    case 'DELETE /lease':
      parts.tenancy.check(text(body, 'token'));
      parts.end('the job is over');
      return { status: 202, body: {} };
    case 'PUT /egress': {
      parts.tenancy.check(text(body, 'token'));
      const open = body.open;
      if (typeof open !== 'boolean') throw new RequestRefused(400, 'open is true or false');
      await parts.gate.set(open);
      return { status: 200, body: { open } };
    }
    default:
      throw new RequestRefused(404, `there is no ${route}`);
  }
}

/** More than any request of the protocol needs. Bytes. */
const longestBody = 4096;

async function readBody(request: IncomingMessage): Promise<Body> {
  let json = '';
  request.setEncoding('utf8');
  for await (const piece of request) {
    json += piece;
    if (json.length > longestBody) throw new RequestRefused(413, 'the request is too long');
  }
  let value: unknown;
  try {
    value = JSON.parse(json === '' ? '{}' : json);
  } catch {
    throw new RequestRefused(400, 'the request is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestRefused(400, 'the request is not a JSON object');
  return value as Body;
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new RequestRefused(400, `${name} is a text`);
  return value;
}

function number(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number') throw new RequestRefused(400, `${name} is a number`);
  return value;
}

/** Connects a worker to a port that a container published; only for the holder of the lease, and never to the gate. */
function tunnel(parts: ApiParts, request: IncomingMessage, client: Duplex, head: Buffer): void {
  const refuse = (status: number, why: string): void => {
    const body = JSON.stringify({ error: why });
    client.end(
      `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
  client.on('error', () => client.destroy());
  const port = Number(/^127\.0\.0\.1:(\d{1,5})$/.exec(request.url ?? '')?.[1] ?? 0);
  if (port < 1 || port > 65535 || port === gatePort.port) {
    refuse(400, 'a tunnel leads to 127.0.0.1 and a published port');
    return;
  }
  try {
    parts.tenancy.check(String(request.headers['x-lease'] ?? ''));
  } catch (error) {
    refuse(403, error instanceof Error ? error.message : String(error));
    return;
  }
  const server: Socket = connect(port, '127.0.0.1');
  let joined = false;
  server.setTimeout(5000, () => {
    if (!joined) server.destroy(new Error('no answer within 5 s'));
  });
  server.on('connect', () => {
    joined = true;
    server.setTimeout(0);
    client.write('HTTP/1.1 200 Joined\r\n\r\n');
    server.write(head);
    relay(server, client);
  });
  server.on('error', (error) => {
    if (!joined) refuse(502, `port ${port}: ${error.message}`);
  });
  client.on('close', () => server.destroy());
}
