import { expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import { servicesSchema } from '../../src/lesson/manifest/services.ts';
import { boundsOf } from '../../workers/sandbox/containers/container-bounds.ts';
import { LessonServices } from '../../workers/sandbox/containers/lesson-services.ts';
import type { Engine } from '../../workers/sandbox/engine/engine.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';

/** The create options for a service of a lesson's manifest; the engine creates nothing. */
async function asked(services: unknown): Promise<readonly object[]> {
  const created: object[] = [];
  const docker = {
    createNetwork: async () => undefined,
    createContainer: async (options: object) => {
      created.push(options);
      throw new Error('nothing is created here');
    },
    getNetwork: () => ({ remove: async () => undefined }),
  };
  const { signal } = new AbortController();
  const options = { limits: readLimits(process.env), signal };
  const engine: Engine = { call: (_, run) => run(docker as unknown as Docker, signal) };
  const started = LessonServices.start(engine, { services: servicesSchema.parse(services), ...options });
  await expect(started).rejects.toThrow('nothing is created here');
  return created;
}

test('asks the engine for nothing of a lesson’s service but what is named, with the bounds of every container', async () => {
  const [options] = await asked({
    db: { image: 'postgres:16', environment: { A: 'b' }, command: ['-c', 'fsync=off'], healthcheck: 'true' },
  });
  expect(options).toEqual({
    ...{ Image: 'postgres:16', Env: ['A=b'], Cmd: ['-c', 'fsync=off'] },
    Healthcheck: expect.objectContaining({ Test: ['CMD-SHELL', 'true'] }),
    NetworkingConfig: { EndpointsConfig: { 'dockhand-services': { Aliases: ['db'] } } },
    HostConfig: {
      ...{ NetworkMode: 'dockhand-services', RestartPolicy: { Name: 'no' } },
      ...boundsOf(readLimits(process.env)),
    },
  });
});

test.each([
  ['a privileged service', { db: { image: 'a', privileged: true } }],
  ['a service with a folder of the machine', { db: { image: 'a', volumes: ['/:/host'] } }],
  ['a service in the network of the host', { db: { image: 'a', network_mode: 'host' } }],
  ['a service with a port of the machine', { db: { image: 'a', ports: ['5432:5432'] } }],
  ['a service by the name of the container itself', { localhost: { image: 'a' } }],
  ['a service by a name with a dot', { 'db.example': { image: 'a' } }],
  ['five services', Object.fromEntries([...'abcde'].map((name) => [name, { image: 'a' }]))],
  ['a variable that is two', { db: { image: 'a', environment: { 'A=b': 'c' } } }],
])('takes no manifest with %s', (_, services) => {
  expect(servicesSchema.safeParse(services).success).toBe(false);
});
