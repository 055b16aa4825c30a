import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { prometheusConfiguration } from '../../setup/services/monitoring.js';

/** The alert rules, tested with Prometheus's own tool: each fires when it should, and all are quiet when all is well. */
const root = join(import.meta.dirname, '../..');
const rulesFile = join(root, 'deploy/alerts/dockhand.rules.yml');
const state = process.env.DOCKHAND_STATE ?? join(root, '.state');
const promtool =
  ['/usr/bin/promtool', join(state, 'bin/promtool')].find((path) => existsSync(path)) ?? 'promtool';

const { groups } = parse(readFileSync(rulesFile, 'utf8')) as {
  groups: { rules: { alert: string; annotations: Record<string, string> }[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules);

type Series = Readonly<Record<string, string>>;
const well: Series = {
  'dockhand_part_up{part="redis"}': '1x240',
  dockhand_redis_up: '1x240',
  'dockhand_bots{instance="a"}': '2x240',
  'dockhand_shards{which="all",instance="a"}': '1x240',
  'dockhand_shards{which="own",instance="a"}': '1x240',
  'dockhand_shards{which="all",instance="b"}': '1x240',
  'dockhand_shards{which="own",instance="b"}': '0x240',
  'dockhand_workers{state="working"}': '1x240',
  'dockhand_queue_jobs{state="waiting"}': '3x240',
  dockhand_queue_oldest_seconds: '60x240',
  dockhand_queue_paused: '0x240',
  dockhand_boxes_wedged: '0x240',
  'dockhand_box_wait_seconds_bucket{le="10"}': '0+10x240',
  'dockhand_box_wait_seconds_bucket{le="60"}': '0+10x240',
  'dockhand_box_wait_seconds_bucket{le="+Inf"}': '0+10x240',
  'dockhand_verdicts_total{outcome="passed"}': '0+2x240',
  'dockhand_verdicts_total{outcome="error"}': '0x240',
  'dockhand_answer_seconds_bucket{le="0.5"}': '0+10x240',
  'dockhand_answer_seconds_bucket{le="5"}': '0+10x240',
  'dockhand_answer_seconds_bucket{le="+Inf"}': '0+10x240',
  nodejs_eventloop_lag_p99_seconds: '0.01x240',
  dockhand_rest_invalid_requests: '3x240',
  'dockhand_rest_rate_limited_total{scope="global"}': '0x240',
  dockhand_contradictions_total: '0x240',
};
/** What has to change for an alert to fire; null removes a series. */
const faults: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  DockhandDown: { 'dockhand_part_up{part="redis"}': null },
  DockhandPartDown: { 'dockhand_part_up{part="redis"}': '0x240' },
  DockhandRedisDown: { dockhand_redis_up: '0x240' },
  DockhandServersUnanswered: { 'dockhand_shards{which="own",instance="a"}': '0x240' },
  DockhandBotGone: { 'dockhand_bots{instance="a"}': '2x170 1x70' },
  DockhandNoWorker: { 'dockhand_workers{state="working"}': '0x240' },
  DockhandOldestWaits: { dockhand_queue_oldest_seconds: '700x240' },
  DockhandPaused: { dockhand_queue_paused: '1x240' },
  DockhandBoxesWedged: { dockhand_boxes_wedged: '1x240' },
  DockhandBoxWait: { 'dockhand_box_wait_seconds_bucket{le="10"}': '0+2x240' },
  DockhandErrors: { 'dockhand_verdicts_total{outcome="error"}': '0+1x240' },
  DockhandAnswersLate: { 'dockhand_answer_seconds_bucket{le="0.5"}': '0+8x240' },
  DockhandEventLoopLags: { nodejs_eventloop_lag_p99_seconds: '0.2x240' },
  DockhandInvalidRequests: { dockhand_rest_invalid_requests: '6000x240' },
  DockhandGlobalRateLimit: { 'dockhand_rest_rate_limited_total{scope="global"}': '0+1x240' },
  DockhandContradictions: { dockhand_contradictions_total: '0+1x240' },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-alerts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(promtool, args, { encoding: 'utf8', timeout: 60_000 });
  return { code: status, said: stdout + stderr };
}

/** A test in Prometheus's own format: with these series, exactly these alerts fire after three hours. */
function playedRules(name: string, series: Series, firing: readonly string[]): object {
  return {
    name,
    interval: '1m',
    input_series: Object.entries(series).map(([each, values]) => ({ series: each, values })),
    promql_expr_test: alerts.map(({ alert }) => ({
      expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
      eval_time: '3h',
      exp_samples: firing.includes(alert) ? [{ labels: '{}', value: 1 }] : [],
    })),
  };
}

async function play(
  tests: readonly object[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const file = join(folder, 'tests.yml');
  await writeFile(file, JSON.stringify({ rule_files: [rulesFile], evaluation_interval: '1m', tests }));
  return run('test', 'rules', file);
}

describe('the alert rules', () => {
  test('pass Prometheus’s own check', () => {
    expect(run('check', 'rules', rulesFile)).toMatchObject({ code: 0 });
  });

  test('stay quiet while all is well, and each fires by itself when its fault is there', async () => {
    expect(Object.keys(faults).toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
    const tests = Object.entries(faults).map(([alert, change]) => {
      const series = Object.entries({ ...well, ...change }).flatMap(([name, values]) =>
        values === null ? [] : [[name, values] as const],
      );
      return playedRules(alert, Object.fromEntries(series), [alert]);
    });
    expect(await play([playedRules('well', well, []), ...tests])).toEqual({
      code: 0,
      said: expect.any(String),
    });
    // A control: a test that expects something wrong fails.
    expect((await play([playedRules('well', well, ['DockhandPaused'])])).code).not.toBe(0);
  }, 120_000);

  test('each link to their section of the runbook', () => {
    const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(alerts.map(({ alert }) => alert));
    for (const { alert, annotations } of alerts)
      expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  });
});

describe('the scrape configuration of Prometheus', () => {
  test.each([
    [{}, ['8080', '9465']],
    [{ WEB_PORT: '18391', WORKER_METRICS_PORT: '9000' }, ['18391', '9000']],
  ])('names the ports of the settings %j', (environment, ports) => {
    const text = prometheusConfiguration(environment);
    expect([...text.matchAll(/port: (\d+)/g)].map(([, port]) => port)).toEqual(ports);
    expect(() => parse(text)).not.toThrow();
  });

  test('passes Prometheus’s own check, with the rules and the token where Compose shows them', async () => {
    const token = join(folder, 'scrape-token');
    await writeFile(token, 'a-token-of-the-test\n');
    const checked = async (text: string): Promise<ReturnType<typeof run>> => {
      const file = join(folder, 'prometheus.yml');
      await writeFile(file, text);
      return run('check', 'config', file);
    };
    const inContainer = prometheusConfiguration({});
    const here = inContainer
      .replaceAll('/etc/prometheus/dockhand.rules.yml', rulesFile)
      .replaceAll('/run/secrets/scrape_token', token);
    const { code, said } = await checked(here);
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(`${alerts.length} rules`) });
    // Controls: the tool notices an unknown word and missing files.
    expect((await checked(here.replace('scrape_interval', 'scrape_intervall'))).code).not.toBe(0);
    expect((await checked(inContainer)).code).not.toBe(0);
  });
});
