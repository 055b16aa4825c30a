import type { ContainerCreateOptions } from 'dockerode';
import type { LessonService } from '../../../src/lesson/manifest/services.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineRefused, InfrastructureError } from '../failures.ts';
import type { Limits } from '../limits.ts';
import { type RunningContainer, startFrom } from './container.ts';
import { boundsOf } from './container-bounds.ts';

/** The engine's network for a lesson's services and the student's container. */
const network = 'dockhand-services';

/** How often a service's readiness, and later its health, is checked; and how long one check may take. Seconds. */
const readyEverySeconds = 1;
const healthEverySeconds = 10;
const healthSeconds = 15;

export interface ServicesOptions {
  readonly services: Readonly<Record<string, LessonService>>;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** The services in a lesson's manifest: started once, and shared by all containers of a job. */
export class LessonServices {
  readonly network = network;
  readonly #engine: Engine;
  readonly #options: ServicesOptions;
  readonly #running = new Map<string, RunningContainer>();

  private constructor(engine: Engine, options: ServicesOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /**
   * Starts them; whether they are ready can be seen from {@link containers}. Throws {@link InfrastructureError}: none of this is the
   * student's.
   */
  static async start(engine: Engine, options: ServicesOptions): Promise<LessonServices> {
    const started = new LessonServices(engine, options);
    try {
      await engine.call('network', (docker) => docker.createNetwork({ Name: network }), {
        signal: options.signal,
      });
      for (const [name, service] of Object.entries(options.services)) await started.#start(name, service);
      return started;
    } catch (error) {
      await started.remove();
      throw error;
    }
  }

  /** Each service's container, by name. */
  get containers(): ReadonlyMap<string, RunningContainer> {
    return this.#running;
  }

  /** The name of a service that has exited or is unhealthy; null when all are up. */
  async fallen(): Promise<string | null> {
    for (const [name, container] of this.#running) {
      const { running, health } = await container.state();
      if (!running || health === 'unhealthy') return name;
    }
    return null;
  }

  /** Never throws. */
  async remove(): Promise<void> {
    await Promise.all([...this.#running.values()].map((container) => container.remove()));
    this.#running.clear();
    await this.#engine
      .call('remove network', (docker) => docker.getNetwork(network).remove())
      .catch(() => undefined);
  }

  async #start(name: string, service: LessonService): Promise<void> {
    const { limits, signal } = this.#options;
    const asked = createOptionsOf(name, service, limits);
    const started = await startFrom(this.#engine, asked, { port: null, limits, signal }).catch(
      (error: unknown) => {
        if (error instanceof EngineRefused && error.status === 404)
          throw new InfrastructureError('pull-failed', `${service.image}: ${error.message}`, {
            cause: error,
          });
        throw error;
      },
    );
    if (started.running === null) throw serviceAway(name, started.refused);
    this.#running.set(name, started.running);
  }
}

/** A service of the lesson does not work, which is the manifest's fault or ours. */
export const serviceAway = (name: string, why: string): InfrastructureError =>
  new InfrastructureError('lesson-service-away', `${name}: ${why}`);

function createOptionsOf(
  name: string,
  { image, environment, command, healthcheck }: LessonService,
  limits: Limits,
): ContainerCreateOptions {
  const test = typeof healthcheck === 'string' ? ['CMD-SHELL', healthcheck] : ['CMD', ...(healthcheck ?? [])];
  return {
    Image: image,
    Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    ...(command.length === 0 ? {} : { Cmd: [...command] }),
    ...(healthcheck === null
      ? {}
      : {
          Healthcheck: {
            ...{ Test: test, Retries: 3 },
            ...{ Interval: healthEverySeconds * 1e9, Timeout: healthSeconds * 1e9 },
            // While it starts, failed checks do not count.
            StartPeriod: limits.readySeconds * limits.busyTimes * 1e9,
            StartInterval: readyEverySeconds * 1e9,
          },
        }),
    HostConfig: { NetworkMode: network, ...boundsOf(limits), RestartPolicy: { Name: 'no' } },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
  };
}
