import { type RequestOptions, request } from 'node:http';
import type { ProxyPlace } from '../../../workers/sandbox/build/proxy.ts';

/** The location of a configured proxy. */
export type ReachableProxy = Exclude<ProxyPlace, { readonly kind: 'none' }>;

/** How a proxy responded to a CONNECT request. */
export type EgressAnswer =
  | { readonly kind: 'through' }
  | { readonly kind: 'refused' }
  /** The proxy tried, but could not reach the host. */
  | { readonly kind: 'unreached'; readonly status: number }
  /** The request timed out or the connection was closed. */
  | { readonly kind: 'silent' }
  /** Nothing listens at the address, or this user may not connect to it. */
  | { readonly kind: 'away'; readonly code: string }
  /** A status that Dockhand's egress proxy does not send. */
  | { readonly kind: 'odd'; readonly status: number };

/** Asks a proxy for a connection to port 443 of a host, and closes it at once. `patienceMs`: milliseconds to wait for the answer. */
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
