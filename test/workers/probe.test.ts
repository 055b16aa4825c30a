import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import type { Work } from '../../workers/phases/phase.ts';
import { probePhase } from '../../workers/phases/probe.ts';
import { BoundedText } from '../../workers/sandbox/bounded-text.ts';
import type { RunningContainer } from '../../workers/sandbox/containers/container.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { theLesson } from './support/lesson.ts';
import { quiet } from './support/pretend-box.ts';

/** The probe's verdict on servers that students may write; the servers are real, the tunnel is a plain connection. */
const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function probe(
  port: number,
  {
    log = '',
    probe: part = {} as Partial<Manifest['probe']>,
    /** The supervisor's counters after the first reading, if they differ. */
    later = {} as Partial<typeof quiet>,
    /** Processor time seen at each look at a running container; null: it has ended. */
    ticks = null as readonly number[] | null,
  } = {},
) {
  const { lesson } = await theLesson();
  const manifest = lesson.manifest;
  if (manifest === null) throw new Error('the lesson has a manifest');
  const text = new BoundedText(10_000);
  text.add(Buffer.from(log));
  let asked = 0;
  const counters = async () => (asked++ === 0 ? quiet : { ...quiet, ...later });
  const work = {
    box: { tunnel: async () => connect(port, '127.0.0.1'), counters },
    limits: { ...readLimits({}), probeSeconds: 1, responseKilobytes: 4, redirects: 2 },
    signal: new AbortController().signal,
    manifest: { ...manifest, probe: { ...manifest.probe, ...part } },
  } as unknown as Work;
  const state = async () => ({ running: ticks !== null, exitCode: 0, error: '', health: null });
  let looks = 0;
  const exec = async () => ({ code: 0, text: stat(ticks?.[looks++] ?? ticks?.at(-1) ?? 0) });
  return probePhase(work, { port, log: text, state, exec } as unknown as RunningContainer);
}

const stat = (ticks: number): string => `1 (sh) S 0 1 1 0 -1 0 1 0 0 0 ${ticks} 0 0 0 20 0 1 0 100 1 1`;

const served = (answer: (response: ServerResponse, path: string, host: string) => void) =>
  listen(
    createServer((request, response) => answer(response, request.url ?? '', request.headers.host ?? '')),
  );
const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

describe('an answer of 500', () => {
  const failing = (times: number) => {
    let asked = 0;
    return served((response) => (++asked <= times ? json(response, {}, 500) : json(response, [])));
  };

  test('an answer of 500 is asked again while the container works, and once more after it', async () => {
    expect((await probe(await failing(2), { ticks: [0, 100, 100, 100] })).failure).toBeNull();
  });

  test('an answer of 500 is asked again when what worked has ended between two looks', async () => {
    expect((await probe(await failing(1), { ticks: [300, 20] })).failure).toBeNull();
  });

  test('counts once the container rests', async () => {
    const { failure } = await probe(await failing(9), { ticks: [0, 100, 100, 100] });
    expect(failure?.reason).toBe('wrong-status');
  });
});

describe('an answer', () => {
  test('a list passes, asked with the lesson’s host', async () => {
    const seen: string[] = [];
    const port = await served((response, path, host) => {
      seen.push(path, host);
      json(response, [1, 2]);
    });
    expect(await probe(port)).toMatchObject({ failure: null, found: { detail: { values: { count: 2 } } } });
    expect(seen).toEqual(['/api/products/', 'localhost']);
  });

  test('an empty list passes, unless the lesson says otherwise', async () => {
    const port = await served((response) => json(response, []));
    expect((await probe(port)).failure).toBeNull();
    expect((await probe(port, { probe: { allowEmpty: false } })).failure?.reason).toBe('unexpected-answer');
  });

  test.each<[string, (response: ServerResponse) => void, string, string]>([
    ['of another status', (r) => json(r, {}, 404), 'wrong-status', 'wrong-status'],
    [
      'that is HTML',
      (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      'not-json',
      'not-json',
    ],
    [
      'that only says it is JSON',
      (r) => r.writeHead(200, { 'content-type': 'application/json' }).end('{'),
      'not-json',
      'not-json',
    ],
    [
      'that is compressed unasked',
      (r) =>
        r
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync('[]')),
      'not-json',
      'not-json',
    ],
    [
      'that never ends',
      (r) => {
        const t = setInterval(() => r.write('x'.repeat(1000)), 5);
        r.on('close', () => clearInterval(t));
      },
      'too-much-output',
      'long-answer',
    ],
    [
      'that drips',
      (r) => {
        r.writeHead(200);
        const t = setInterval(() => r.write(' '), 50);
        r.on('close', () => clearInterval(t));
      },
      'timed-out',
      'slow-answer',
    ],
    ['that never begins', () => undefined, 'timed-out', 'slow-answer'],
    [
      'that sends the visitor elsewhere',
      (r) => r.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
      'wrong-status',
      'redirected',
    ],
    [
      'that insists on HTTPS',
      (r) => r.writeHead(301, { location: 'https://localhost/api/products/' }).end(),
      'wrong-status',
      'redirected',
    ],
    [
      'that goes round in circles',
      (r) => r.writeHead(302, { location: '/api/products/' }).end(),
      'wrong-status',
      'redirects-without-end',
    ],
  ])('recognises %s', async (_name, answer, reason, key) => {
    const port = await served((response) => answer(response));
    expect((await probe(port)).failure).toMatchObject({ reason, explanation: { key } });
  });

  test('behind a redirect inside the same container is found', async () => {
    const port = await served((response, path) =>
      path === '/api/products/' ? response.writeHead(301, { location: '/v2/' }).end() : json(response, {}),
    );
    expect((await probe(port)).failure).toBeNull();
  });

  test('recognises what is no HTTP', async () => {
    const port = await listen(createTcpServer((socket) => socket.end(Buffer.from([0, 255, 10, 10]))));
    expect((await probe(port)).failure).toMatchObject({
      reason: 'unexpected-answer',
      explanation: { key: 'hung-up' },
    });
  });

  test.each([
    ['memory', { oomKills: 1 }, 'out-of-memory'],
    ['processes', { forksRefused: 5 }, 'too-many-processes'],
    ['processes that nothing counted', { processes: 500, processLimit: 512 }, 'too-many-processes'],
  ] as const)(
    'recognises an answer that broke off because the box ran out of %s',
    async (_name, later, reason) => {
      const port = await listen(createTcpServer((socket) => socket.destroy()));
      expect((await probe(port, { later })).failure).toMatchObject({ reason, aims: [] });
    },
  );

  test('recognises a Django without tables', async () => {
    const port = await served((response) => json(response, {}, 500));
    const outcome = await probe(port, {
      log: 'django.db.utils.OperationalError: no such table: products_product\n',
    });
    expect(outcome.failure).toMatchObject({ reason: 'did-not-migrate', aims: ['entrypoint-script'] });
  });

  test('recognises a Django that migrated and has no table all the same', async () => {
    const port = await served((response) => json(response, {}, 500));
    const outcome = await probe(port, {
      log: '  No migrations to apply.\ndjango.db.utils.OperationalError: no such table: catalogue_product\n',
    });
    expect(outcome.failure).toMatchObject({
      reason: 'did-not-migrate',
      explanation: { key: 'still-no-table', values: { word: 'catalogue_product' } },
    });
  });

  test('recognises a Django that refuses the host without a word', async () => {
    const port = await served((r) => r.writeHead(400).end('<title>Bad Request (400)</title>'));
    expect((await probe(port)).failure).toMatchObject({ explanation: { key: 'hosts-refused' } });
  });

  test('recognises a Django that does not know localhost', async () => {
    const port = await served((response) => json(response, {}, 400));
    const outcome = await probe(port, { log: "Invalid HTTP_HOST header: 'localhost'." });
    expect(outcome.failure).toMatchObject({ reason: 'wrong-status', explanation: { key: 'host-refused' } });
  });
});
