import type { NginxDirective } from './config.ts';

/** Where a directive stands. */
export type NginxContext = 'main' | 'http' | 'server';

/** What only the main configuration has: a file in conf.d is read inside `http`, and must not repeat it. */
const mainOnly = new Set('events http stream user worker_processes pid daemon master_process'.split(' '));
/** What never stands outside of `http`. */
const httpOnly = new Set('server upstream map types sendfile gzip root index'.split(' '));
/** What never stands outside of a `server`. */
const serverOnly = new Set('listen location server_name try_files'.split(' '));

/** How many words a directive takes: the least and the most. A forgotten semicolon gives it those of the next one, too. */
const wordCounts: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['listen', [1, 20]],
  ['root', [1, 1]],
  ['alias', [1, 1]],
  ['include', [1, 1]],
  ['location', [1, 2]],
  ['try_files', [2, 100]],
  ['proxy_pass', [1, 1]],
  ['gzip', [1, 1]],
  ['sendfile', [1, 1]],
  ['autoindex', [1, 1]],
  ['charset', [1, 1]],
  ['error_page', [2, 100]],
  ['return', [1, 2]],
]);

const listenParameter =
  /^(?:default_server|default|ssl|http2|quic|proxy_protocol|deferred|bind|reuseport|multipath|(?:setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter|ipv6only|so_keepalive)=.*)$/;

/** Why nginx does not take a directive where it stands, in its own words (measured, nginx 1.30); null where it does. */
export function refusalOf({ name, args }: NginxDirective, inside: NginxContext): string | null {
  const isMisplaced =
    (inside !== 'main' && mainOnly.has(name)) ||
    (inside === 'main' && (httpOnly.has(name) || serverOnly.has(name))) ||
    (inside === 'http' && serverOnly.has(name)) ||
    (inside === 'server' && name === 'server');
  if (isMisplaced) return `"${name}" directive is not allowed here`;
  const count = wordCounts.get(name);
  if (count !== undefined && (args.length < count[0] || args.length > count[1]))
    return `invalid number of arguments in "${name}" directive`;
  if (name !== 'listen') return null;
  const port = /^(?:.*:)?(\d+)$/.exec(args[0] ?? '')?.[1];
  if (port !== undefined && (Number(port) > 65_535 || Number(port) < 1))
    return `invalid port in "${args[0]}" of the "listen" directive`;
  const odd = args.slice(1).find((each) => !listenParameter.test(each));
  return odd === undefined ? null : `invalid parameter "${odd}"`;
}
