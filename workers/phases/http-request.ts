import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExpectedAnswer } from '../../src/lesson/manifest/expected-answer.ts';
import { type Clock, TimeLimitExceeded, withTimeLimit } from '../../src/timing/time-limit.ts';
import { PortClosed } from '../sandbox/box/supervisor-connection.ts';
import { InfrastructureError } from '../sandbox/failures.ts';

/** An answer over HTTP, bounded in bytes and time. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly location: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when the server compressed it although nobody asked for that: it is not decompressed. */
  readonly body: Buffer | null;
  /** The body was longer than what is read. */
  readonly cut: boolean;
}

export type HttpOutcome =
  /** `restless`: the container was still working when the answer came, and there was no time left to ask again. */
  | { readonly kind: 'answer'; readonly answer: HttpAnswer; readonly restless?: boolean }
  | { readonly kind: 'hung-up' }
  /** As far as is known, nothing listens. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'slow' };

/** A request to a server. */
export interface HttpQuestion {
  readonly path: string;
  readonly host: string;
  readonly method: string;
  readonly accept: string;
  readonly body: string | null;
}

/** The Accept header, by what the lesson expects. */
export function acceptOf(expected: Pick<ExpectedAnswer, 'as'> | null): string {
  switch (expected?.as) {
    case 'html':
      return 'text/html,*/*;q=0.8';
    case 'text':
      return 'text/plain,*/*;q=0.8';
    case 'any':
      return '*/*';
    default:
      return 'application/json';
  }
}

/** What a student's server is asked, like a browser on the same machine: the host is the lesson's, usually `localhost`. */
export async function httpGet(
  dial: () => Promise<Duplex>,
  asked: HttpQuestion,
  bounds: { readonly ms: number; readonly bytes: number },
  signal: AbortSignal,
  clock?: Clock,
): Promise<HttpOutcome> {
  try {
    const question = async (inner: AbortSignal): Promise<HttpAnswer> => {
      const socket = await dial();
      inner.addEventListener('abort', () => socket.destroy(), { once: true });
      try {
        return await exchange(socket, asked, bounds.bytes, inner);
      } finally {
        socket.destroy();
      }
    };
    const answer = await withTimeLimit(`${asked.method} ${asked.path}`, bounds.ms, signal, question, clock);
    return { kind: 'answer', answer };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof TimeLimitExceeded) {
      if (error.how === 'starved') throw new InfrastructureError('machine-busy', error.message);
      return { kind: 'slow' };
    }
    if (error instanceof PortClosed || error instanceof BadAnswer) return { kind: 'hung-up' };
    throw error;
  }
}

/** The server's response is broken: not HTTP, or cut short. */
class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** Interim responses such as `103 Early Hints`; parsing an endless run of them would keep the worker from its other jobs. */
const mostHints = 10;

function exchange(
  socket: Duplex,
  { path, host, method, accept, body }: HttpQuestion,
  most: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const broken = (error: Error): void => reject(new BadAnswer(error.message));
    const call = request(
      {
        createConnection: () => socket,
        path,
        method,
        headers: { host, accept, 'user-agent': 'dockhand', connection: 'close', ...contentOf(body) },
        maxHeaderSize: 32 * 1024,
        signal,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        let cut = false;
        const done = (): void => {
          const packed = (answer.headers['content-encoding'] ?? 'identity') !== 'identity';
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            location: answer.headers.location ?? null,
            headers: joined(answer.headers),
            body: packed ? null : Buffer.concat(chunks),
            cut,
          });
        };
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= most) return chunks.push(chunk);
          cut = true;
          done();
          return socket.destroy();
        });
        answer.on('end', done);
        answer.on('aborted', () => broken(new Error('cut off')));
        answer.on('error', broken);
      },
    );
    let hints = 0;
    call.on('information', () => {
      if (++hints <= mostHints) return;
      broken(new Error('it says "go on" without end'));
      socket.destroy();
    });
    call.on('error', broken);
    call.end(body ?? undefined);
  });
}

/** A header that was sent several times, joined into one. */
const joined = (headers: Readonly<Record<string, string | readonly string[] | undefined>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

/** The headers that describe the request's body. */
function contentOf(body: string | null): Readonly<Record<string, string>> {
  if (body === null) return {};
  const type = /^\s*[[{"]/.test(body) ? 'application/json' : 'application/x-www-form-urlencoded';
  return { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) };
}
