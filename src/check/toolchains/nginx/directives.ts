import type { NginxDirective } from './config.ts';
import table from './directives.json' with { type: 'json' };

/** The kind of block that surrounds a directive. */
export type NginxContext =
  | 'main'
  | 'events'
  | 'http'
  | 'server'
  | 'location'
  | 'server-if'
  | 'location-if'
  | 'limit-except'
  | 'upstream'
  /** A block whose lines are not directives: map, geo, types. */
  | 'data';

/** One valid use of a directive. */
interface DirectiveUsage {
  readonly contexts: string;
  /** The allowed numbers of arguments: each digit is one, and a trailing `+` means that many or more. */
  readonly counts: string;
  readonly hasBlock: boolean;
  /** The kind of value, if nginx parses it with one of its own parsers; otherwise null. */
  readonly value: string | null;
}

/** The letter of each context in the table. */
const letters: Readonly<Record<Exclude<NginxContext, 'data'>, string>> = {
  main: 'm',
  events: 'e',
  http: 'h',
  server: 's',
  location: 'l',
  'server-if': 'S',
  'location-if': 'L',
  'limit-except': 'x',
  upstream: 'u',
};

function usage(text: string): DirectiveUsage {
  const [contexts = '', counts = '', value = null] = text.split(' ');
  return { contexts, counts: counts.replace('{', ''), hasBlock: counts.endsWith('{'), value };
}

/** The directives of nginx's own modules, from their sources (1.31): `"contexts counts value"`. */
const usages: ReadonlyMap<string, readonly DirectiveUsage[]> = new Map(
  Object.entries(table).map(([name, texts]) => [name, texts.map(usage)]),
);

/** The context that a directive's block opens. */
export function contextWithin(name: string, around: NginxContext): NginxContext {
  if (name === 'if') return around === 'server' ? 'server-if' : 'location-if';
  if (name === 'limit_except') return 'limit-except';
  return name === 'events' ||
    name === 'http' ||
    name === 'server' ||
    name === 'location' ||
    name === 'upstream'
    ? name
    : 'data';
}

/** Whether nginx refuses a second use of the directive in the same block. */
export const standsOnce = (name: string): boolean =>
  usages.get(name)?.some(({ value }) => value !== null && value !== 'bufs') ?? false;

const listenParameter =
  /^(?:default_server|default|ssl|http2|quic|proxy_protocol|deferred|bind|reuseport|multipath|(?:setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter|ipv6only|so_keepalive)=.*)$/;

/** nginx's error for a directive in this context (measured, nginx 1.30); null when nginx accepts it. */
export function refusalOf({ name, args, block }: NginxDirective, inside: NginxContext): string | null {
  if (inside === 'data') return null;
  const known = usages.get(name);
  if (known === undefined) return `unknown directive "${name}"`;
  const here = known.filter(({ contexts }) => contexts.includes(letters[inside]));
  if (here.length === 0) return `"${name}" directive is not allowed here`;
  if (block === null && here.every(({ hasBlock }) => hasBlock))
    return `directive "${name}" has no opening "{"`;
  if (block !== null && !here.some(({ hasBlock }) => hasBlock))
    return `directive "${name}" is not terminated by ";"`;
  if (!here.some(({ counts }) => isCount(counts, args.length)))
    return `invalid number of arguments in "${name}" directive`;
  const [value = ''] = args;
  if (here.every((each) => each.value === 'flag') && !/^(?:on|off)$/i.test(value))
    return `invalid value "${value}" in "${name}" directive, it must be "on" or "off"`;
  if (here.every((each) => each.value === 'size' || each.value === 'off') && !/^\d+[kKmMgG]?$/.test(value))
    return `"${name}" directive invalid value`;
  return name === 'listen' && inside === 'server' ? listenRefusal(args) : null;
}

const isCount = (counts: string, count: number): boolean =>
  counts.endsWith('+') ? count >= Number(counts.slice(0, -1)) : counts.includes(String(count));

function listenRefusal(args: readonly string[]): string | null {
  const [address = ''] = args;
  if (/\$/.test(address)) return `host not found in "${address}" of the "listen" directive`;
  const port = /^(?:.*:)?(\d+)$/.exec(address)?.[1];
  if (port !== undefined && (Number(port) > 65_535 || Number(port) < 1))
    return `invalid port in "${address}" of the "listen" directive`;
  const odd = args.slice(1).find((each) => !listenParameter.test(each));
  return odd === undefined ? null : `invalid parameter "${odd}"`;
}
