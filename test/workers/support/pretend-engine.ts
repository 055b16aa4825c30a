import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** A step of a simulated build, as in the engine's trace. */
export interface PretendStep {
  readonly name: string;
  readonly error?: string;
  readonly log?: string;
}

/**
 * A simulated engine, for responses that a real one cannot be made to give here: a registry that answers 503, a rate limit, a pull that
 * never ends. It implements as much of the Engine API as a build needs. Everything else is tested on a real engine.
 */
export interface PretendEngine {
  /** The output of a build that ends in `error`. */
  steps: readonly PretendStep[];
  error: string;
  /** Whether the base images exist, and how long a pull takes before it fails. */
  hasImages: boolean;
  pullMs: number;
  readonly pulled: string[];
  readonly close: () => Promise<void>;
}

export async function pretendEngine(path: string): Promise<PretendEngine> {
  const sockets = new Set<Socket>();
  const engine: PretendEngine = {
    steps: [],
    error: 'failed to solve: nothing was said',
    hasImages: true,
    pullMs: 0,
    pulled: [],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? '/', 'http://engine');
    asked.resume();
    asked.on('end', () => route(engine, asked, answer, url));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  // The build's session: accepted, and never used.
  server.on('upgrade', (_asked, socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return engine;
}

function route(engine: PretendEngine, asked: IncomingMessage, answer: ServerResponse, url: URL): void {
  const lines = (values: readonly unknown[]): void => {
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  };
  if (asked.method === 'POST' && url.pathname.endsWith('/build')) {
    const { steps, error } = engine;
    const trace = { id: 'moby.buildkit.trace', aux: traceOf(steps) };
    lines([trace, { errorDetail: { message: error }, error }]);
    return;
  }
  if (asked.method === 'POST' && url.pathname.endsWith('/images/create')) {
    engine.pulled.push(`${url.searchParams.get('fromImage')}:${url.searchParams.get('tag')}`);
    const late = setTimeout(() => lines([{ error: 'no such image' }]), engine.pullMs);
    answer.on('close', () => clearTimeout(late));
    return;
  }
  answer.writeHead(engine.hasImages ? 200 : 404, { 'content-type': 'application/json' });
  answer.end(JSON.stringify(engine.hasImages ? { Id: 'sha256:1' } : { message: 'No such image' }));
}

/** A `StatusResponse` in base64, with the steps as vertexes and their output as logs. */
function traceOf(steps: readonly PretendStep[]): string {
  const writer = new BinaryWriter();
  for (const [index, { name, error }] of steps.entries()) {
    writer.tag(1, 2).fork().tag(1, 2).string(`sha256:${index}`).tag(3, 2).string(name);
    writer.tag(5, 2).fork().tag(1, 0).int64(10).join();
    writer.tag(6, 2).fork().tag(1, 0).int64(12).join();
    if (error !== undefined) writer.tag(7, 2).string(error);
    writer.join();
  }
  for (const [index, { log }] of steps.entries())
    if (log !== undefined)
      writer.tag(3, 2).fork().tag(1, 2).string(`sha256:${index}`).tag(4, 2).bytes(Buffer.from(log)).join();
  return Buffer.from(writer.finish()).toString('base64');
}
