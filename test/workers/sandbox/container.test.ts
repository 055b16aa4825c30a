import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import { type RunningContainer, start } from '../../../workers/sandbox/containers/container.ts';
import type { RunOptions } from '../../../workers/sandbox/containers/run-options.ts';
import type { Engine, EngineCallOptions } from '../../../workers/sandbox/engine/engine.ts';
import { EngineRefused } from '../../../workers/sandbox/failures.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';

/** An engine that records requests, and starts nothing. */
class NotingEngine implements Engine {
  readonly created: ContainerCreateOptions[] = [];
  readonly calls = new Map<string, EngineCallOptions>();
  /** Its error when asked to stop a container; null if it stops it. */
  stopStatus: number | null = null;

  call<T>(
    what: string,
    work: (docker: Docker, signal: AbortSignal) => Promise<T>,
    options: EngineCallOptions = {},
  ): Promise<T> {
    this.calls.set(what, options);
    return work(this.#docker as unknown as Docker, new AbortController().signal);
  }

  readonly #docker = {
    createContainer: async (options: ContainerCreateOptions) => {
      this.created.push(options);
      return { id: 'c' };
    },
    getContainer: () => ({
      start: async () => undefined,
      logs: async () => new PassThrough(),
      inspect: async () => ({ NetworkSettings: { Ports: {} } }),
      stop: async () => {
        if (this.stopStatus !== null) throw new EngineRefused(this.stopStatus, 'stop');
      },
    }),
  };
}

async function started(engine: NotingEngine, given: Partial<RunOptions> = {}): Promise<RunningContainer> {
  const { signal } = new AbortController();
  const { running } = await start(engine, {
    ...{ image: 'image', port: 8000, limits: readLimits({}), signal, ...given },
  });
  if (running === null) throw new Error('the engine refused to start it');
  return running;
}

describe('started', () => {
  /** The address of each container in each of its networks. */
  const addressesOf = ({ created }: NotingEngine) =>
    created.map(({ NetworkingConfig }) =>
      Object.entries(NetworkingConfig?.EndpointsConfig ?? {}).map(([name, each]) => [name, each.MacAddress]),
    );

  test('each container on a network has the same hardware address, which the network remembers', async () => {
    const engine = new NotingEngine();
    await started(engine, { network: 'services' });
    await started(engine, { network: 'services' });
    const [first, second] = addressesOf(engine);
    expect(first).toEqual([['services', expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/)]]);
    expect(second).toEqual(first);
  });

  test('a container on the usual network has the hardware address that the engine gives it', async () => {
    const engine = new NotingEngine();
    await started(engine);
    expect(addressesOf(engine)).toEqual([[]]);
  });
});

describe('asked to stop', () => {
  test('a container may be asked twice to stop, each time for as long as it has and a while', async () => {
    const engine = new NotingEngine();
    await (await started(engine)).stop(10);
    expect(engine.calls.get('stop')).toEqual({ ms: 25_000, repeatable: true });
  });

  test('a container has stopped where the engine says that it had already', async () => {
    const engine = new NotingEngine();
    engine.stopStatus = 304;
    expect(await (await started(engine)).stop(10)).toBeGreaterThanOrEqual(0);
  });

  test.each([404, 409, 500])(
    'a container is not taken for stopped where the engine refuses with %d',
    async (status) => {
      const engine = new NotingEngine();
      engine.stopStatus = status;
      await expect((await started(engine)).stop(10)).rejects.toMatchObject({ status });
    },
  );
});
