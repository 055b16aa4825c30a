import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { Limits } from '../limits.ts';
import { ulimits } from './ulimits.ts';

/**
 * Disk bytes that a container's log may take for each byte that is read: a line with one character takes up some seventy more on disk,
 * and counts as ten.
 */
const diskBytesPerReadByte = 8;

/** The bounds of every container of a job, whichever phase creates it. */
export const boundsOf = (limits: Limits): Pick<HostConfig, 'Ulimits' | 'LogConfig'> => ({
  Ulimits: ulimits(limits),
  // At most twice this much on disk. Lines that are rotated away before they are read are lost, and a flood would look like a few lines;
  // so everything that is read at most fits into the first file.
  LogConfig: {
    Type: 'json-file',
    Config: { 'max-size': `${limits.logReadMegabytes * diskBytesPerReadByte}m`, 'max-file': '2' },
  },
});

/** The engine's name for a container port. */
export const exposedPort = (port: number): string => `${port}/tcp`;

/** Publishes ports of a container inside the box, and nowhere else. */
export function publishing(ports: readonly number[]): {
  readonly container: Pick<ContainerCreateOptions, 'ExposedPorts'>;
  readonly host: Pick<HostConfig, 'PortBindings'>;
} {
  const names = ports.map(exposedPort);
  return {
    container: { ExposedPorts: Object.fromEntries(names.map((name) => [name, {}])) },
    host: {
      PortBindings: Object.fromEntries(names.map((name) => [name, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
    },
  };
}
