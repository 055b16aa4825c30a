import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { WorkerMetricsServer } from '../../src/web/metrics/worker-metrics-server.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { openStaffRoom, type StaffRoom, scrapeToken } from './support.ts';

jest.setTimeout(60_000);

const file = (path: string): string => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');

/** The names of all metrics in an expression; throws when it is not PromQL. */
function metricsOf(expression: string): readonly string[] {
  // Grafana replaces this before it sends the query.
  const text = expression.replaceAll('$__rate_interval', '5m');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`not PromQL at ${node.from}: ${expression}`);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        names.push(text.slice(node.from, node.to));
    },
  });
  return names;
}

/** The content of a scrape: the value of each sample, by its name and labels as written. */
async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const [, name, value] = /^([^#\s]\S*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, Number(value)]];
    }),
  );
}

/** All metrics that a process exports, from their help lines, with the names of a histogram's samples. */
async function offered(url: string): Promise<ReadonlySet<string>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

describe('health and metrics', () => {
  let room: StaffRoom;
  beforeAll(async () => {
    room = await openStaffRoom();
  });
  afterAll(() => room.close());

  test('exports every metric that the dashboard and the alert rules name, in valid PromQL', async () => {
    const worker = await WorkerMetricsServer.open({
      port: 0,
      host: '127.0.0.1',
      token: null,
      readiness: () => ({ redis: true, boxes: 0, lessons: 1 }),
    });
    const known = new Set([...(await offered(room.url)), ...(await offered(worker.url))]);
    await worker.close();
    const dashboard = JSON.parse(file('grafana/dockhand.json')) as {
      panels: { title: string; targets: { expr: string }[] }[];
    };
    const rules = parse(file('alerts/dockhand.rules.yml')) as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    const expressions = [
      ...dashboard.panels.flatMap((panel) => panel.targets.map(({ expr }) => expr)),
      ...rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
    ];
    expect(expressions.length).toBeGreaterThan(25);
    const named = expressions.flatMap(metricsOf);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    // And every metric of Dockhand's own is used somewhere.
    const own = [...known].filter((name) => /^dockhand_/.test(name) && !/_(sum|count)$/.test(name));
    expect(own.filter((name) => !named.includes(name))).toEqual([]);
    expect(() => metricsOf('sum by (le) (rate(x[5m])')).toThrow('not PromQL');
  });

  test('counts waiting jobs, workers, outcomes and durations', async () => {
    const before = await scrape(room.url);
    expect(before.get('dockhand_queue_jobs{state="waiting"}')).toBe(0);
    expect(before.get('dockhand_queue_oldest_seconds')).toBe(0);
    const first = await room.handIn(room.ada);
    await room.handIn(room.tess);
    const waiting = await scrape(room.url);
    expect(waiting.get('dockhand_queue_jobs{state="waiting"}')).toBe(2);
    expect(waiting.get('dockhand_queue_unfinished')).toBe(2);
    expect(waiting.get('dockhand_queue_oldest_seconds')).toBeGreaterThan(0);
    await room.desk.pause();
    expect((await scrape(room.url)).get('dockhand_queue_paused')).toBe(1);
    await room.desk.resume();
    await room.judge(first, { ...verdictOf('failed', 4_000), reason: 'not-json' });
    // Doing the same again changes nothing.
    await room.judge(first, { ...verdictOf('failed', 4_000), reason: 'not-json' });
    const judged = await scrape(room.url);
    expect(judged.get('dockhand_verdicts_total{outcome="failed",reason="not-json"}')).toBe(1);
    expect(judged.get('dockhand_phase_seconds_sum{phase="build",status="ok"}')).toBe(4);
    expect(judged.get('dockhand_turnaround_seconds_count{outcome="failed"}')).toBe(1);
    await room.worker('lab-7');
    const working = await scrape(room.url);
    expect(working.get('dockhand_workers{state="working"}')).toBe(1);
    expect(working.get('dockhand_boxes')).toBe(2);
    expect(working.get('dockhand_boxes_wedged')).toBe(1);
  });

  test('measures answer times and Discord’s responses to requests', async () => {
    await room.ada.slash('help');
    const seen = await until(
      () => scrape(room.url),
      (samples) => (samples.get('dockhand_answer_seconds_count') ?? 0) > 0,
      20_000,
    );
    expect(seen.get('dockhand_gateway_up')).toBe(1);
    expect([...seen.keys()].some((name) => /^dockhand_rest_requests_total\{.*status="20/.test(name))).toBe(
      true,
    );
    expect(seen.get('dockhand_rest_rate_limited_total{scope="global"}')).toBe(0);
  });

  test('names no student, server or submission in any metric', async () => {
    const text = await (await fetch(`${room.url}/metrics`)).text();
    for (const word of [room.ada.id, room.guild.id, room.tess.id, 'Ada', 'Docker class'])
      expect(text).not.toContain(word);
  });

  test('requires the token when another machine reads the metrics', async () => {
    const from = (headers: Record<string, string>) => fetch(`${room.url}/metrics`, { headers });
    // The client address that a proxy on this machine reports is trusted.
    expect((await from({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
    const afar = { 'x-forwarded-for': '203.0.113.9' };
    expect((await from({ ...afar, authorization: 'Bearer a token for the operator' })).status).toBe(403);
    expect((await from({ ...afar, authorization: `Bearer ${scrapeToken}` })).status).toBe(200);
  });

  test('healthz answers by itself; readyz says which part is away, and is well again after it is back', async () => {
    const ready = async () => {
      const answer = await fetch(`${room.url}/readyz`);
      const parts = (await answer.json()) as Readonly<
        Record<'ready' | 'redis' | 'records' | 'gateway', boolean>
      >;
      return { status: answer.status, ...parts };
    };
    expect(await ready()).toEqual({ status: 200, ready: true, redis: true, records: true, gateway: true });
    room.wire.cut();
    const away = await until(ready, (seen) => seen.redis === false, 20_000);
    expect(away).toEqual({ status: 503, ready: false, redis: false, records: true, gateway: true });
    expect((await fetch(`${room.url}/healthz`)).status).toBe(200);
    // Old values would be worse than none.
    expect((await scrape(room.url)).has('dockhand_queue_jobs{state="waiting"}')).toBe(false);
    room.wire.mend();
    expect(await until(ready, (seen) => seen.ready, 30_000)).toMatchObject({ status: 200 });
  });
});

test('A visitor’s address is taken from nobody but the proxies of WEB_TRUSTED_PROXIES', async () => {
  const room = await openStaffRoom({ WEB_TRUSTED_PROXIES: '10.0.0.0/8' });
  try {
    // This machine is no such proxy: what it says of another is not believed, and it may read the metrics itself.
    const { status } = await fetch(`${room.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(status).toBe(200);
  } finally {
    await room.close();
  }
});
