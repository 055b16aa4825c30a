import type { RunningContainer } from './container.ts';

/** A listening TCP socket inside the container. */
export interface Listener {
  readonly port: number;
  /** `loopback`: only processes in the same container reach it. */
  readonly on: 'loopback' | 'outside';
}

/**
 * The listening sockets of the container, from /proc/net/tcp and tcp6 of its network namespace, which needs no tools but `cat`; null when
 * the image has no `cat` or the container is gone.
 */
export async function listeners(running: RunningContainer): Promise<readonly Listener[] | null> {
  const result = await running.exec(['cat', '/proc/net/tcp', '/proc/net/tcp6']);
  // tcp6 does not exist when IPv6 is off: then cat exits with 1, having printed the other file.
  return result === null || !result.text.includes('local_address') ? null : parseListeners(result.text);
}

/** 127.0.0.11: on a user-defined network the engine runs a container's DNS server there, which is not the student's. */
const enginesResolver = '0B00007F';

/** Parses the kernel's table: `sl local_address rem_address st …`, addresses as little-endian hex words, state 0A = LISTEN. */
export function parseListeners(table: string): readonly Listener[] {
  const found: Listener[] = [];
  for (const line of table.split('\n')) {
    const match = /^\s*\d+:\s+([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})\s+\S+\s+0A\s/i.exec(line);
    const [, address, port] = match ?? [];
    if (address === undefined || port === undefined || address.toUpperCase() === enginesResolver) continue;
    const loopback =
      address.length === 8
        ? address.slice(6) === '7F' || address.slice(6) === '7f'
        : /^0{24}01000000$/.test(address) || /^0{16}FFFF0000[0-9A-F]{6}7F$/i.test(address);
    found.push({ port: Number.parseInt(port, 16), on: loopback ? 'loopback' : 'outside' });
  }
  return found;
}
