import { type RequestOptions, request } from 'node:http';
import type { ProxyPlace } from '../../../workers/sandbox/build/proxy.ts';

/** The address of a proxy. */
export type ReachableProxy = Exclude<ProxyPlace, { readonly kind: 'none' }>;

/** The result of asking a proxy for a connection. */
export type EgressAnswer =
  | { readonly kind: 'through' }
  | { readonly kind: 'refused' }
  /** It tried, and the host did not answer. */
  | { readonly kind: 'unreached'; readonly status: number }
  /** Nothing came in time, or it hung up. */
  | { readonly kind: 'silent' }
  /** Nothing listens at the address, or this user has no permission to connect. */
  | { readonly kind: 'away'; readonly code: string }
  /** An answer that our egress proxy never gives. */
  | { readonly kind: 'odd'; readonly status: number };

/** Asks a proxy for a TLS connection to a host and closes it immediately. */
export function askEgress(place: ReachableProxy, host: string, patienceMs: number): Promise<EgressAnswer> {
  const asked = request({
    ...where(place),
    method: 'CONNECT',
    path: `${host}:443`,
    agent: false,
    signal: AbortSignal.timeout(patienceMs),
  });
  return new Promise((resolve) => {
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve(answerOf(statusCode));
    });
    asked.once('response', ({ statusCode = 0 }) => {
      asked.destroy();
      resolve(answerOf(statusCode));
    });
    asked.once('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error)));
    asked.end();
  });
}

const where = (place: ReachableProxy): RequestOptions => {
  if (place.kind === 'socket') return { socketPath: place.path };
  const { hostname, port, username, password } = place.url;
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 80 : Number(port),
    ...(username === '' ? {} : { headers: { 'proxy-authorization': `Basic ${login.toString('base64')}` } }),
  };
};

function answerOf(status: number): EgressAnswer {
  if (status >= 200 && status < 300) return { kind: 'through' };
  if (status === 403) return { kind: 'refused' };
  return status >= 502 && status <= 504 ? { kind: 'unreached', status } : { kind: 'odd', status };
}

const nobodyThere = [
  'ENOENT',
  'ECONNREFUSED',
  'EACCES',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOTSOCK',
];

const failureOf = ({ code = '' }: NodeJS.ErrnoException): EgressAnswer =>
  nobodyThere.includes(code) ? { kind: 'away', code } : { kind: 'silent' };
