import { readFileSync } from 'node:fs';

/** The location of Redis, and the credentials. */
export interface RedisAddress {
  /** A single server, sentinels that know which server is the primary, or nodes of a cluster. */
  readonly kind: 'single' | 'sentinel' | 'cluster';
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** The name of the primary that the sentinels monitor. */
  readonly primary: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  readonly tls: boolean;
  /** A file of CA certificates (PEM) for the server's certificate; null for the system's trusted CAs. */
  readonly authority: string | null;
}

const form =
  /^(?<scheme>rediss?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?#@]+)(?:\/(?<path>[^?#]*))?(?:\?ca=(?<ca>[^&#]+))?$/;
const node = /^(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?<port>\d{1,5}))?$/;
const usualPorts = { single: 6379, sentinel: 26_379, cluster: 6379 } as const;

/** The forms of an address, for error messages. */
export const redisAddressForms =
  'redis://host:port, redis+sentinel://host:port,host:port/primary or redis+cluster://host:port,host:port; rediss… for TLS';

/** Parses an address; null if it is invalid. */
export function parseRedisAddress(text: string): RedisAddress | null {
  const parts = form.exec(text)?.groups;
  if (parts === undefined) return null;
  const kind = (parts.kind ?? 'single') as RedisAddress['kind'];
  const nodes = (parts.hosts ?? '').split(',').map((host) => nodeOf(host, usualPorts[kind]));
  const path = (parts.path ?? '').split('/').filter((part) => part !== '');
  const primary = kind === 'sentinel' ? path.shift() : '';
  const database = Number(path.shift() ?? '0');
  const fits =
    nodes.every((one) => one !== null) &&
    (kind !== 'single' || nodes.length === 1) &&
    primary !== undefined &&
    /^\d{1,5}$/.test(String(database)) &&
    (kind !== 'cluster' || database === 0) &&
    path.length === 0;
  if (!fits) return null;
  return {
    kind,
    nodes: nodes.filter((one) => one !== null),
    primary,
    username: decoded(parts.user),
    password: decoded(parts.password),
    database,
    tls: parts.scheme === 'rediss',
    authority: parts.ca === undefined ? null : decodeURIComponent(parts.ca),
  };
}

function nodeOf(text: string, usualPort: number): RedisAddress['nodes'][number] | null {
  const parts = node.exec(text)?.groups;
  const port = Number(parts?.port ?? usualPort);
  if (parts === undefined || port < 1 || port > 65_535) return null;
  return { host: (parts.host ?? '').replace(/^\[|\]$/g, ''), port };
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address including the certificate file, as every connection takes it. */
export function redisAddress({
  REDIS_URL: url,
  REDIS_CA_FILE: authority,
}: {
  readonly REDIS_URL: string;
  readonly REDIS_CA_FILE?: string | undefined;
}): string {
  return authority === undefined || url.includes('?') ? url : `${url}?ca=${encodeURIComponent(authority)}`;
}

/** The address for display: without user and password. */
export function placeOf(url: string): string {
  const address = parseRedisAddress(url);
  return address === null ? 'REDIS_URL' : address.nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
}

/**
 * The prefix of all keys. A cluster distributes keys over its nodes and allows multi-key commands only for keys in the same slot,
 * so there all of them share a hash tag.
 */
export const keyPrefix = (url: string, prefix: string): string =>
  parseRedisAddress(url)?.kind === 'cluster' ? `{${prefix}}` : prefix;

/**
 * The CA certificates that a TLS connection trusts. They are read again for each connection, so that a changed file takes effect.
 */
export function tlsOf({ tls, authority }: RedisAddress): { readonly tls?: { readonly ca?: Buffer } } {
  if (!tls) return {};
  return { tls: authority === null ? {} : { ca: readFileSync(authority) } };
}
