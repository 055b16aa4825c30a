import type { ContainerCreateOptions } from 'dockerode';
import type { Limits } from '../limits.ts';
import { boundsOf, publishing } from './container-bounds.ts';

export interface RunOptions {
  readonly image: string;
  /** The port that the lesson publishes; null for a container without one. */
  readonly port: number | null;
  /** Ports that are published besides. */
  readonly otherPorts?: readonly number[];
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** `NAME=value`, as `docker run -e` gives them. */
  readonly environment?: readonly string[];
  /** What takes the place of CMD. */
  readonly command?: readonly string[];
  /** As `docker run -u` names it. */
  readonly user?: string;
  /** Named volumes of the box's own engine, as `docker run -v` takes them. */
  readonly volumes?: readonly string[];
  /** A network of the engine other than the usual one. */
  readonly network?: string;
}

/** What the engine is asked to create for `docker run`. */
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
 * On a network that outlives a container, the next one gets its address. With a hardware address of its own it would not be reached
 * while the kernel remembers the old one: half a minute.
 */
const hardwareAddress = '02:42:0d:0c:00:01';
