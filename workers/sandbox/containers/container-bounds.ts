import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { Limits } from '../limits.ts';
import { ulimits } from './ulimits.ts';

/**
 * How much a container's log may take on disk for each byte of it that is read at most: a line of one letter is written with some seventy
 * around it, and counts ten.
 */
const diskBytesPerReadByte = 8;

/** What bounds every container of a job, whichever phase creates it. */
export const boundsOf = (limits: Limits): Pick<HostConfig, 'Ulimits' | 'LogConfig'> => ({
  Ulimits: ulimits(limits),
  // On disk at most twice this. What is rotated away before it was read is lost, so that a flood would look like a few lines: all that is
  // read at most fits into the first file.
  LogConfig: {
    Type: 'json-file',
    Config: { 'max-size': `${limits.logReadMegabytes * diskBytesPerReadByte}m`, 'max-file': '2' },
  },
});

/** The engine's name of a port of a container. */
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
