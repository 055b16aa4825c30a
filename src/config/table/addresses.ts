import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { parseRedisAddress } from '../redis-address.ts';
import { type RefusalName, sayOfSettings } from '../wording.ts';

/** Addresses are parsed here exactly as by their users, so that whatever would fail later is refused as a setting. */
const that = (fits: (text: string) => boolean, otherwise: RefusalName) =>
  z.string().refine(fits, { error: sayOfSettings(otherwise) });

/** Certificates have a setting of their own, so query parameters are not accepted. */
export const redisUrl = that((url) => !url.includes('?') && parseRedisAddress(url) !== null, 'redisUrl');

/**
 * A path has neither a scheme nor the form of libpq's `host=…`; other drivers' schemes (`jdbc:`, `postgresql+asyncpg:`) are not
 * accepted.
 */
export const databaseUrl = that(
  (url) =>
    /^postgres(?:ql)?:\/\//.test(url)
      ? isPostgresAddress(url)
      : !/^(?:[a-z][a-z0-9+.-]+:|\w+=|postgres(?:ql)?\/\/)/i.test(url),
  'databaseUrl',
);

function isPostgresAddress(text: string): boolean {
  try {
    const { hostname, pathname, searchParams, hash, username, password } = new URL(text);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return hash === '' && (hostname !== '' || searchParams.has('host'));
  } catch {
    return false;
  }
}

/** What a program can listen on: an IP address without brackets, or a host name. */
export const listenHost = that(
  (host) => isIP(host) > 0 || /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/.test(host),
  'listenHost',
);

/** An address of this machine, for settings that require one. */
export const ownAddress = that((address) => isIP(address) > 0 || address === 'localhost', 'ownAddress');

const parts = (list: string): readonly string[] => list.split(/[\s,]+/).filter((part) => part !== '');

/** An IP address, or a network such as 10.0.0.0/8. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    return false;
  }
}

/** Networks that the web server knows by a name. */
const named = ['loopback', 'linklocal', 'uniquelocal'];
export const trustedProxies = that(
  (list) => parts(list).every((part) => named.includes(part) || isNetwork(part)),
  'networks',
);

/** In the syntax of deploy/egress/start.sh; a leading dot stands for all subdomains. */
const isDomain = (name: string): boolean => /^\.?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name);
export const domains = that((list) => parts(list).every(isDomain), 'domains');
export const domainsOrNetworks = that(
  (list) => parts(list).every((part) => isNetwork(part) || (isDomain(part) && !/^[\d.]+$/.test(part))),
  'domainsOrNetworks',
);
