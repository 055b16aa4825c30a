import type { ContainerCreateOptions, MountSettings } from 'dockerode';
import type { ComposeHealthcheck, ComposeService } from '../../../src/check/compose/service.ts';
import type { Limits } from '../limits.ts';
import { boundsOf, publishing } from './container-bounds.ts';

/** A Compose service to start: its parsed definition, and its image, volumes and networks in the box. */
export interface ServiceSetUp {
  readonly service: ComposeService;
  readonly image: string;
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly mounts: readonly MountSettings[];
  /** The engine's networks, with the service's aliases in each. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Container ports that are published inside the box. */
  readonly publishes: readonly number[];
}

/** A service that keeps exiting is no longer restarted after this many times, so that even one with `restart: always` ends. */
const mostRestarts = 12;

/**
 * The engine's create options for a service. They consist of what is named here only: anything else in a Compose file, such as
 * `privileged`, never reaches the engine.
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

/** The engine's form of a healthcheck, in nanoseconds; what is left out defaults to the image's or to Docker's value. */
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
