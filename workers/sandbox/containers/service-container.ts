import type { ContainerCreateOptions, MountSettings } from 'dockerode';
import type { ComposeHealthcheck, ComposeService } from '../../../src/check/compose/service.ts';
import type { Limits } from '../limits.ts';
import { boundsOf, publishing } from './container-bounds.ts';

/** A service of a Compose file as it is started: what it says, and what stands for its image, volumes and networks in the box. */
export interface ServiceSetUp {
  readonly service: ComposeService;
  readonly image: string;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly mounts: readonly MountSettings[];
  /** Networks of the engine, with the names that the service has in each. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Ports of the container that are published inside the box. */
  readonly publishes: readonly number[];
}

/** Restarts after which a service that ends again and again is left alone; so that one with `restart: always` ends at all. */
const mostRestarts = 12;

/**
 * What the engine is asked to create for a service. It is made up of what is named here and of nothing else: whatever else a
 * Compose file says, such as `privileged`, has no way to the engine.
 */
export function createOptionsOf(setUp: ServiceSetUp, limits: Limits): ContainerCreateOptions {
  const { service, image, environment, mounts, networks, publishes } = setUp;
  const { command, entrypoint, user, workingDirectory, hostname, healthcheck, stopSignal } = service;
  const published = publishing(publishes);
  const [first] = networks;
  return {
    Image: image,
    Env: [...environment],
    ...(command === null ? {} : { Cmd: [...command] }),
    ...(entrypoint === null ? {} : { Entrypoint: [...entrypoint] }),
    ...(user === null ? {} : { User: user }),
    ...(workingDirectory === null ? {} : { WorkingDir: workingDirectory }),
    ...(hostname === null ? {} : { Hostname: hostname }),
    ...(stopSignal === null ? {} : { StopSignal: stopSignal }),
    ...(healthcheck === null ? {} : { Healthcheck: healthcheckOf(healthcheck) }),
    ...published.container,
    HostConfig: {
      ...(first === undefined ? {} : { NetworkMode: first.name }),
      ...published.host,
      Mounts: [...mounts],
      Tmpfs: Object.fromEntries(service.tmpfs.map((path) => [path, ''])),
      ReadonlyRootfs: service.readOnly,
      Init: service.init,
      ...boundsOf(limits),
      RestartPolicy: service.restarts
        ? { Name: 'on-failure', MaximumRetryCount: mostRestarts }
        : { Name: 'no' },
    },
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(
        networks.map(({ name, aliases }) => [name, { Aliases: [...aliases] }]),
      ),
    },
  };
}

/** Docker's own table of a healthcheck, in nanoseconds; what is left out is the image's, or Docker's usual. */
function healthcheckOf({ test, disabled, interval, timeout, startPeriod, retries }: ComposeHealthcheck) {
  if (disabled) return { Test: ['NONE'] };
  const nanoseconds = (ms: number | null): number => Math.max(0, Math.round((ms ?? 0) * 1e6));
  return {
    Test: [...(test ?? [])],
    Interval: nanoseconds(interval),
    Timeout: nanoseconds(timeout),
    StartPeriod: nanoseconds(startPeriod),
    Retries: retries ?? 0,
  };
}
