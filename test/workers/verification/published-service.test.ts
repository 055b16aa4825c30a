import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readCompose } from '../../../src/check/compose/read-compose.ts';
import { manifestSchema } from '../../../src/lesson/manifest/manifest.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { BuiltServices } from '../../../workers/phases/compose/build-services.ts';
import { unlocated } from '../../../workers/phases/explain/build-failure.ts';
import type { PhaseFailure, Work } from '../../../workers/phases/phase.ts';
import { BoundedText } from '../../../workers/sandbox/bounded-text.ts';
import type { RunningContainer } from '../../../workers/sandbox/containers/container.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { inTheseTerms, PublishedService } from '../../../workers/verification/published-service.ts';
import { quiet } from '../support/pretend-box.ts';

/** Inside, `web` listens on the port that `proxy` publishes on the machine. */
const compose = readCompose(
  'compose.yaml',
  `services:
  web:
    build: ./web
    ports: ['8000:80']
  proxy:
    build: ./proxy
    ports:
      - '443:8443'
      - '80:8080'
`,
  {},
);

/** A real server plays each service: it answers at the path with its name, and elsewhere with an error. */
const servers = new Map<string, Server>();
beforeEach(async () => {
  for (const name of ['web:80', 'proxy:8080']) {
    const [service] = name.split(':');
    const server = createServer((asked, answer) => {
      if (asked.url === '/cut') asked.socket.destroy();
      else
        answer
          .writeHead(asked.url === `/${service}` ? 200 : 404, { 'content-type': 'application/json' })
          .end('[]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(name, server);
  }
});
afterEach(async () => {
  for (const server of servers.values()) await new Promise((resolve) => server.close(resolve));
  servers.clear();
});

/** A container that has ended if nothing answers any more; all of them printed the same. */
function containerOf(service: string): RunningContainer {
  const log = new BoundedText(10_000);
  log.add(Buffer.from('no such table: notes\n'));
  const at = (port: number): RunningContainer => {
    const server = servers.get(`${service}:${port}`);
    return {
      ...{ id: service, at, log, flooded: new AbortController().signal, sealed: () => true },
      port: server === undefined ? 0 : (server.address() as AddressInfo).port,
      exec: async () => null,
      state: async () => ({ running: false, exitCode: 1, error: '', health: null }),
    } as unknown as RunningContainer;
  };
  return at(0);
}

/** The failure of a lesson's promise, and its place; null if it holds. */
async function judged(promise: Readonly<Record<string, unknown>>) {
  const manifest = manifestSchema.parse({
    ...{ slug: 'one', image: 'one', port: 8000, baseImages: ['a'], promises: [promise] },
  });
  const work = {
    box: {
      tunnel: async (port: number) => connect(port, '127.0.0.1'),
      counters: async () => quiet,
    },
    ...{ limits: readLimits({}), signal: new AbortController().signal, manifest, student: {} },
    image: { entrypoint: null, command: null, environment: [], workdir: '/', user: '', exposed: [] },
  } as unknown as Work;
  const shown = { id: 'sha256:1', bytes: 50e6, layers: 3 };
  const built = {
    images: new Map(['web', 'proxy'].map((name) => [name, name])),
    works: new Map(['web', 'proxy'].map((name) => [name, work])),
    shown: new Map(['web', 'proxy'].map((name) => [name, shown])),
    image: shown,
  } as unknown as BuiltServices;
  const { services } = compose;
  const admitted = { file: compose, services, files: [], environments: new Map() };
  const { failure } = await new PublishedService(work, admitted, built, { containerOf }).promises();
  return failure === null ? null : placeOf(failure);
}

const placeOf = ({ explanation, file, line }: PhaseFailure) => [explanation.key, file, line];

describe('in a lesson with a Compose file', () => {
  test.each([
    ['is asked of the lesson’s own port', { path: '/web' }],
    ['is asked of the lesson’s own port by its number', { path: '/web', port: 8000 }],
    ['is asked of another port of the machine', { path: '/proxy', port: 80 }],
  ])('a promise %s, whatever the containers call it', async (_, asked) => {
    expect(await judged({ assert: 'answers', ...asked })).toBeNull();
  });

  test.each([
    ['in the folder of the lesson’s service', { path: '/x' }, ['no-table-no-script', 'web/Dockerfile', null]],
    [
      'in the folder of another service',
      { path: '/x', port: 80 },
      ['no-table-no-script', 'proxy/Dockerfile', null],
    ],
    ['at the lesson’s service', { path: '/cut' }, ['hung-up', 'compose.yaml', 2]],
    ['at another service', { path: '/cut', port: 80 }, ['hung-up', 'compose.yaml', 5]],
    [
      'in the Compose file where no service has the port',
      { path: '/', port: 9000 },
      ['port-not-published', 'compose.yaml', null],
    ],
    [
      'in the lesson’s own words',
      { path: '/cut', port: 80, say: 'The proxy has to answer.' },
      ['own', 'compose.yaml', 5],
    ],
  ])('a broken promise about a server names %s', async (_, asked, said) => {
    expect(await judged({ assert: 'answers', ...asked })).toEqual(said);
  });

  test('reports a broken promise about the image in the folder of its service', async () => {
    expect(await judged({ assert: 'size', max: 10 })).toEqual(['size-large', 'web/Dockerfile', null]);
  });
});

test('reports a server on another port than its service publishes at the line that publishes it', () => {
  const [, proxy] = compose.services;
  if (proxy === undefined) throw new Error('the Compose file has no second service');
  const explanation = sayReason.later('wrong-port', { port: 8080, found: 3000 });
  const failure = { ...unlocated, reason: 'wrong-port', explanation } as const;
  const told = inTheseTerms(failure, proxy, { path: 'compose.yaml', published: 80 });
  expect(placeOf(told)).toEqual(['service-other-port', 'compose.yaml', 9]);
  expect(told.explanation.values).toEqual({ service: 'proxy', port: 8080, found: 3000 });
});
