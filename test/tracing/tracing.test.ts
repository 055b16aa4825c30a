import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { type Classroom, openClassroom, type Person } from '../../classroom/server.ts';
import { ReportingExporter } from '../../src/tracing/reporting-exporter.ts';
import { upload } from '../commands/student-files.ts';
import { DockhandProcess } from '../faults/support/dockhand-process.ts';
import { type RedisServer, startRedis } from '../faults/support/redis-server.ts';
import { until } from '../support/until.ts';
import { answer } from '../workers/support/lesson.ts';
import { type PretendBox, pretendBox } from '../workers/support/pretend-box.ts';

const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({
        attributes: z.array(z.object({ key: z.string(), value: z.looseObject({}) })),
      }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.looseObject({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
});

interface SeenSpan {
  readonly service: string;
  readonly trace: string;
  readonly id: string;
  readonly parent: string;
  readonly name: string;
}

/** Collects traces as an OpenTelemetry collector does, over OTLP with JSON. */
class Collector {
  readonly spans: SeenSpan[] = [];
  readonly bodies: string[] = [];
  readonly #server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces).toString();
    if (request.url === '/v1/traces') {
      this.bodies.push(body);
      this.spans.push(...spansIn(body));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const spansIn = (body: string): readonly SeenSpan[] =>
  exported.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue;
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId = '', name }) => ({
        ...{ service: String(service), trace: traceId, id: spanId, parent: parentSpanId, name },
      })),
    );
  });

describe('a verification of a bot and a worker that trace', () => {
  const collector = new Collector();
  let redis: RedisServer;
  let classroom: Classroom;
  let box: PretendBox;
  let folder: string;
  let ada: Person;
  const running: DockhandProcess[] = [];

  beforeAll(async () => {
    redis = await startRedis();
    folder = await mkdtemp(join(tmpdir(), 'dockhand-tracing-'));
    classroom = await openClassroom({ rateLimits: 'generous' });
    box = await pretendBox();
    const guild = classroom.addGuild({ name: 'Docker class' });
    ada = classroom.join({ name: 'Ada', guild, home: classroom.addChannel(guild, { name: 'general' }) });
    const both = { REDIS_URL: redis.url, OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() };
    const bot = new DockhandProcess(['bot'], {
      ...both,
      DATABASE_URL: join(folder, 'records.sqlite3'),
      DISCORD_API_URL: classroom.api,
      DISCORD_TOKEN: classroom.token,
      DISCORD_GUILD_ID: guild.id,
    });
    const worker = new DockhandProcess(['worker'], {
      ...both,
      SANDBOX_BOXES: box.folder,
      SANDBOX_CALL_SECONDS: '2',
      SANDBOX_BOX_WAIT_SECONDS: '5',
    });
    running.push(bot, worker);
    for (const [process, word] of [
      [bot, 'gateway.ready'],
      [worker, 'worker.ready'],
    ] as const)
      await until(
        () => process.said,
        (said) => said.includes(word),
        60_000,
      );
  }, 120_000);

  afterAll(async () => {
    for (const process of running) if (process.running) await process.kill();
    collector.close();
    await box?.close();
    await classroom?.close();
    await redis?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  test('a verification is one trace, from the interaction over queue, worker and phases to the verdict', async () => {
    const dockerfile = upload('Dockerfile', `${(await answer()).Dockerfile}`);
    await ada.command('verify', { dockerfile });
    const names = (of: readonly SeenSpan[]): string =>
      of.map(({ service, name }) => `${service} ${name}`).join('\n');
    const ofInteraction = (): readonly SeenSpan[] => {
      const first = collector.spans.find(({ name }) => name === 'discord /verify');
      return collector.spans.filter(({ trace }) => trace === first?.trace);
    };
    await until(
      () => names(ofInteraction()),
      (seen) => /dockhand-bot process verdicts/.test(seen),
      90_000,
    );
    const all = ofInteraction();
    expect(names(all)).toMatch(/dockhand-bot discord \/verify/);
    expect(names(all)).toMatch(/dockhand-bot .*add .*verify/i);
    expect(names(all)).toMatch(/dockhand-worker process verify/);
    expect(names(all)).toMatch(/dockhand-worker waiting for a box/);
    // Each except the first has a parent in the same trace.
    const ids = new Set(all.map(({ id }) => id));
    expect(all.filter(({ parent }) => !ids.has(parent)).map(({ name }) => name)).toEqual(['discord /verify']);
  }, 150_000);

  test('a trace contains nothing that a student wrote, and nothing that identifies them', () => {
    const sent = collector.bodies.join();
    expect(sent).not.toContain('FROM python');
    expect(sent).not.toContain(ada.id);
    expect(sent).not.toContain('Ada');
  });
});

test('a collector that is away is reported once, and once when it is back', () => {
  const lines: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) });
  const results = [
    { code: 0 },
    { code: 1, error: new Error('connect ECONNREFUSED') },
    { code: 1, error: new Error('connect ECONNREFUSED') },
    { code: 0 },
    { code: 0 },
  ];
  const exporter = new ReportingExporter(
    { export: (_spans, done) => done(results.shift() ?? { code: 0 }), shutdown: async () => undefined },
    log,
  );
  for (let n = 0; n < 5; n++) exporter.export([], () => undefined);
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    'tracing.collector-away',
    'tracing.collector-back',
  ]);
  expect(lines[0]).toContain('ECONNREFUSED');
});

test('a worker whose collector is away takes jobs and ends in time', async () => {
  const redis = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-tracing-'));
  const box = await pretendBox();
  const worker = new DockhandProcess(['worker'], {
    ...{ REDIS_URL: redis.url, SANDBOX_BOXES: box.folder, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  });
  try {
    await until(
      () => worker.said,
      (said) => said.includes('worker.ready'),
      60_000,
    );
    expect(await worker.stop(20_000)).not.toBeNull();
  } finally {
    if (worker.running) await worker.kill();
    await box.close();
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
