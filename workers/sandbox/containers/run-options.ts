import type { ContainerCreateOptions } from 'dockerode';
import type { Limits } from '../limits.ts';
import { boundsOf, publishing } from './container-bounds.ts';

export interface RunOptions {
  readonly image: string;
  /** The port that the lesson publishes; null for a container without one. */
  readonly port: number | null;
  /** Other published ports. */
  readonly otherPorts?: readonly number[];
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** `NAME=value`, as for `docker run -e`. */
  readonly environment?: readonly string[];
  /** Replaces CMD. */
  readonly command?: readonly string[];
  /** As for `docker run -u`. */
  readonly user?: string;
  /** Named volumes of the box's engine, as for `docker run -v`. */
  readonly volumes?: readonly string[];
  /** A network other than the engine's default. */
  readonly network?: string;
}

/** The engine's create options for `docker run`. */
export function createOptionsOfRun(options: RunOptions): ContainerCreateOptions {
  const { image, port, otherPorts = [], limits, environment, network, command, user, volumes } = options;
  const published = publishing(port === null ? [] : [port, ...otherPorts]);
  return {
    Image: image,
    ...(environment === undefined ? {} : { Env: [...environment] }),
    ...(command === undefined ? {} : { Cmd: [...command] }),
    ...(user === undefined ? {} : { User: user }),
    ...published.container,
    HostConfig: {
      ...(network === undefined ? {} : { NetworkMode: network }),
      ...(volumes === undefined ? {} : { Binds: [...volumes] }),
      ...published.host,
      ...boundsOf(limits),
      RestartPolicy: { Name: 'no' },
    },
    ...(network === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network]: { MacAddress: hardwareAddress } } } }),
  };
}

/**
 * On a network that outlives a container, the next container gets the same IP address. Its MAC address must be the same too, or it is
 * unreachable for half a minute, while the kernel remembers the old one.
 */
const hardwareAddress = '02:42:0d:0c:00:01';
