import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { Limits } from './limits.ts';
import { ulimits } from './ulimits.ts';

/** What bounds every container of a job, whoever asks for it. */
export const boundsOf = (limits: Limits): Pick<HostConfig, 'Ulimits' | 'LogConfig'> => ({
  Ulimits: ulimits(limits),
  // On disk at most twice this; what the worker reads is bounded apart from it.
  LogConfig: { Type: 'json-file', Config: { 'max-size': '16m', 'max-file': '2' } },
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
