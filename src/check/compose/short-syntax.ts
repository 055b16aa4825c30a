import { isRecord, textOf } from '../../yaml/plain.ts';
import { projectPath } from './project-path.ts';
import type { ComposeMount, ComposePort } from './service.ts';

/** Parses one entry of `ports`: `8000`, `8000:8000`, `127.0.0.1:8000:8000/tcp`, `[::1]:80:80`, or the long form. */
export function readPort(value: unknown, line: number): ComposePort {
  if (isRecord(value)) {
    const target = portNumber(textOf(value.target) ?? '');
    const said = textOf(value.published);
    const published = said === null ? null : portNumber(said);
    const protocol = value.protocol === 'udp' ? 'udp' : 'tcp';
    return {
      written: textOf(value.target) ?? '',
      published,
      target,
      host: textOf(value.host_ip),
      protocol,
      line,
    };
  }
  const written = textOf(value) ?? '';
  const [address = '', protocol = 'tcp', ...more] = written.split('/');
  const bracket = /^\[([^\]]*)\]:(.*)$/.exec(address);
  const parts = (bracket?.[2] ?? address).split(':');
  const [target = '', published = '', host = null] = parts.toReversed();
  const isWrong =
    parts.length > 3 ||
    more.length > 0 ||
    !/^(?:tcp|udp|sctp)$/i.test(protocol) ||
    (host !== null && !/^(?:\d{1,3}(?:\.\d{1,3}){3})?$/.test(host)) ||
    (published !== '' && published !== '0' && portNumber(published) === null) ||
    !fitTogether(published, target);
  return {
    written,
    published: portNumber(published),
    target: isWrong ? null : portNumber(target),
    host: bracket?.[1] ?? host,
    protocol: /^tcp$/i.test(protocol) ? 'tcp' : 'udp',
    line,
  };
}

/** Ranges have to be of equal length, or the target has to be a single port, for which Docker uses one port of the published range. */
function fitTogether(published: string, target: string): boolean {
  const count = (range: string): number => {
    const [first = '', last = first] = range.split('-');
    return Number(last) - Number(first);
  };
  return published === '' || count(target) === 0 || count(target) === count(published);
}

/** A port, or the first port of a range; null for anything else. */
function portNumber(text: string): number | null {
  const [, first = ''] = /^(\d{1,5})(?:-\d{1,5})?$/.exec(text) ?? [];
  const port = Number(first);
  return port >= 1 && port <= 65_535 ? port : null;
}

/**
 * Parses one entry of a service's `volumes`: `data:/path:ro`, `./code:/code`, `/path`, or the long form. `folder` is the folder of the
 * file.
 */
export function readMount(value: unknown, line: number, folder: string): ComposeMount {
  const mount = isRecord(value) ? readLongMount(value, line) : readShortMount(value, line);
  return { ...mount, place: mount.kind === 'bind' ? projectPath(mount.source, folder) : null };
}

type MountAsWritten = Omit<ComposeMount, 'place'>;

function readShortMount(value: unknown, line: number): MountAsWritten {
  const written = textOf(value) ?? '';
  const parts = written.split(':');
  if (parts.length === 1)
    return { kind: 'anonymous', source: '', target: cleanTarget(written), readOnly: false, line };
  const [source = '', target = '', ...modes] = parts;
  const readOnly = modes.some((mode) => mode.split(',').includes('ro'));
  return { kind: isPath(source) ? 'bind' : 'named', source, target: cleanTarget(target), readOnly, line };
}

function readLongMount(value: Readonly<Record<string, unknown>>, line: number): MountAsWritten {
  const source = textOf(value.source) ?? '';
  const base = {
    source,
    target: cleanTarget(textOf(value.target) ?? ''),
    readOnly: value.read_only === true,
    line,
  };
  switch (value.type) {
    case 'volume':
      return { ...base, kind: source === '' ? 'anonymous' : 'named' };
    case 'bind':
    case 'tmpfs':
      return { ...base, kind: value.type };
    default:
      return { ...base, kind: 'other' };
  }
}

/** Whether Compose treats a source as a path on the host, and not as the name of a volume. */
const isPath = (source: string): boolean => /^[./~]/.test(source) || /^[A-Za-z]$/.test(source);

const cleanTarget = (target: string): string =>
  target.length > 1 ? target.replace(/(?<!\/)\/+$/, '') : target;

const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, ns: 0.000_001 } as const;

const mostDurationCharacters = 40;

/** Parses a duration such as `1m30s` into milliseconds; null for anything else. */
export function readDuration(value: unknown): number | null {
  const text = textOf(value);
  if (text === null || text === '' || text.length > mostDurationCharacters) return null;
  let sum = 0;
  const part = /(\d{1,9}(?:\.\d{1,9})?)(h|ms|us|ns|m|s)/y;
  while (part.lastIndex < text.length) {
    const [, count = '', unit = 's'] = part.exec(text) ?? [];
    if (count === '') return null;
    sum += Number(count) * units[unit as keyof typeof units];
  }
  return sum;
}
