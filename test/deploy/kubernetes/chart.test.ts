import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { boxContainer } from '../../../deploy/box/container.ts';
import { podBox, usersOf } from '../../../deploy/box/settings.ts';
import { settingNames } from '../../../src/config/settings.ts';
import { secretNames } from '../../../src/config/sources.js';
import type { SettingReader } from '../../../src/config/table/setting.ts';
import { settingsByName } from '../../../src/config/table/table.ts';
import { limitLines, readLimits } from '../../../workers/sandbox/limits.ts';
import { helmIsHere, manifestsOf, needed, render, schemaErrors, type Values } from './chart.ts';
import { type Cluster, type Container, clusterOf } from './manifest.ts';
import { policies } from './policies.ts';

const suite = helmIsHere ? describe : describe.skip;
const root = join(import.meta.dirname, '../../..');
const keys = ['DISCORD_TOKEN', 'REDIS_URL', 'METRICS_TOKEN'];
const peer = (cidr: string) => [{ ipBlock: { cidr } }];

/** The installations that the README names, each by its values. */
const installations: readonly (readonly [string, Values])[] = [
  ['the least that it is told', needed],
  [
    'PostgreSQL and three bots',
    {
      ...needed,
      secrets: {
        existingSecret: 'dockhand',
        keys: [...keys, 'DATABASE_URL'],
        workerSecret: 'dockhand-worker',
      },
      bot: { replicas: 3 },
      networkPolicies: {
        redis: { to: peer('10.1.2.3/32'), port: 6380 },
        postgres: { to: peer('10.1.2.4/32') },
      },
    },
  ],
  ['KEDA', { ...needed, worker: { autoscaling: { enabled: true, minReplicas: 0, maxReplicas: 200 } } }],
  [
    'the Prometheus operator and Grafana',
    {
      ...needed,
      monitoring: { podMonitors: true, alerts: true, dashboard: true, labels: { release: 'prometheus' } },
    },
  ],
  ['a runtime of its own', { ...needed, worker: { userNamespace: false, runtimeClassName: 'gvisor' } }],
  [
    'an Ingress, secrets in values, digests, lessons and a warmed disk',
    {
      ...needed,
      images: {
        repository: 'registry.example.org/class/dockhand',
        digests: { app: `sha256:${'a'.repeat(64)}`, box: `sha256:${'b'.repeat(64)}` },
        pullSecrets: [{ name: 'registry' }],
      },
      secrets: { values: { DISCORD_TOKEN: 'a: "b"', REDIS_URL: 'redis://redis:6379', METRICS_TOKEN: 'm' } },
      web: {
        ingress: { enabled: true, className: 'nginx', host: 'dockhand.example.org', tlsSecret: 'web-tls' },
      },
      lessons: { volume: { configMap: { name: 'lessons' } } },
      bot: { persistence: { existingClaim: 'records-of-ours' }, nodeSelector: { disk: 'ssd' } },
      worker: { tolerations: [{ key: 'boxes', operator: 'Exists' }], podAnnotations: { a: 'b' } },
      box: {
        warm: { volume: { persistentVolumeClaim: { claimName: 'records-of-ours' } }, digest: 'abc' },
        authoritiesSecret: 'authorities',
        registryMirror: 'https://mirror.example.org',
      },
    },
  ],
];

const containerOf = (cluster: Cluster, part: 'bot' | 'worker', name: string = part): Container => {
  const pod = cluster.deployments.find((each) => each.name === `class-dockhand-${part}`)?.pod;
  const found = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].find(
    (each) => each.name === name,
  );
  if (found === undefined) throw new Error(`the ${part} has no container ${name}`);
  return found;
};
const environmentOf = ({ env }: Container): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(env.map(({ name, value }) => [name, value]));

suite.each(installations)('the chart with %s', (_, values) => {
  const manifests = helmIsHere ? manifestsOf(values) : [];

  test('makes manifests that are valid by the published schemas of their kinds', () => {
    expect(manifests.length).toBeGreaterThan(8);
    expect(manifests.flatMap(schemaErrors)).toEqual([]);
  });

  test.each(policies.map(({ title, problems }) => [title, problems] as const))(
    'keeps to: %s',
    (__, problems) => expect(problems(clusterOf(manifests))).toEqual([]),
  );
});

suite('the schemas that manifests are held to', () => {
  const deployment = () => {
    const found = structuredClone(manifestsOf(needed).find(({ kind }) => kind === 'Deployment'));
    if (found === undefined) throw new Error('there is no Deployment');
    return found;
  };
  test.each([
    ['a field that its kind does not have', { replcas: 1 }, /additional propert.*replcas/],
    ['a number that is none', { replicas: 'two' }, /replicas must be/],
    ['a pod without containers', { template: { spec: {} } }, /containers/],
    ['no selector', { selector: undefined }, /selector/],
  ])('refuse %s', (_, change, says) => {
    const broken = deployment();
    broken.spec = JSON.parse(JSON.stringify({ ...(broken.spec as object), ...change }));
    expect(schemaErrors(broken).join('\n')).toMatch(says);
  });

  test('refuse a kind of which there is none', () =>
    expect(schemaErrors({ ...deployment(), kind: 'Deploymnt' })).toEqual([
      'there is no schema of apps/v1 Deploymnt',
    ]));
});

suite('settings in the values', () => {
  const limits = limitLines(readLimits({})).map(({ environment }) => environment as string);
  /** The container’s own, or what its resources say. */
  const chartsOwn = [
    ...['LESSONS_DIR', 'SANDBOX_BOXES', 'DOCKHAND_STATE', 'BACKUP_DIR', 'WEB_HOST', 'WEB_PORT'],
    ...['WORKER_METRICS_PORT', 'WORKER_METRICS_HOST', 'REDIS_CA_FILE'],
    ...['SANDBOX_MEMORY', 'SANDBOX_CPUS', 'SANDBOX_PIDS', 'SANDBOX_DISK_GB'],
  ];
  const isSecret = (name: string): boolean => (secretNames as readonly string[]).includes(name);
  const readBy = (reader: SettingReader): readonly string[] =>
    settingNames.filter((name) => settingsByName[name].readBy.includes(reader));
  const ordinary = (reader: SettingReader): readonly string[] =>
    [...readBy(reader), ...limits].filter((name) => !isSecret(name) && !chartsOwn.includes(name));
  const given = Object.fromEntries(
    [...ordinary('bot'), ...ordinary('worker')].map((name) => [name, `a:${name}`]),
  );
  const secrets = [...secretNames.filter((name) => name !== 'REDIS_PASSWORD'), 'REDIS_CA'];
  const all = helmIsHere
    ? clusterOf(
        manifestsOf({
          ...needed,
          settings: given,
          secrets: { existingSecret: 'dockhand', keys: secrets },
          bot: { backups: { existingClaim: 'copies' } },
          networkPolicies: {
            redis: { to: peer('10.1.2.3/32') },
            postgres: { to: peer('10.1.2.4/32') },
            traces: { to: peer('10.1.2.5/32') },
          },
        }),
      )
    : clusterOf([]);

  test.each(['bot', 'worker'] as const)('settings reach the %s as they are when it reads them', (part) => {
    const environment = environmentOf(containerOf(all, part));
    for (const name of ordinary(part)) expect([name, environment[name]]).toEqual([name, given[name]]);
  });

  test.each(['bot', 'worker'] as const)('secrets reach the %s as files', (part) => {
    const container = containerOf(all, part);
    const environment = environmentOf(container);
    for (const name of secrets) {
      const its = name === 'REDIS_CA' || readBy(part).includes(name);
      expect([name, environment[`${name}_FILE`]]).toEqual([
        name,
        its ? `/run/secrets/dockhand/${name}` : undefined,
      ]);
    }
  });

  test('settings of the bot alone do not reach the worker', () => {
    const allowed = [...readBy('worker'), ...secrets.map((name) => `${name}_FILE`), ...limits];
    const names = Object.keys(environmentOf(containerOf(all, 'worker')));
    expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test('students read the limits that the box really has', () => {
    const cluster = clusterOf(
      manifestsOf({
        ...needed,
        box: {
          resources: { limits: { cpu: '1500m', memory: '3Gi' } },
          processes: 700,
          diskGB: 4,
          diskVolumeGB: 5,
        },
      }),
    );
    for (const part of ['bot', 'worker'] as const) {
      const environment = environmentOf(containerOf(cluster, part));
      expect(environment).toMatchObject({
        SANDBOX_MEMORY: '3g',
        SANDBOX_CPUS: '1.5',
        SANDBOX_PIDS: '700',
        SANDBOX_DISK_GB: '4',
      });
      expect(() => readLimits(environment)).not.toThrow();
    }
  });
});

suite('the bot’s BACKUP_DIR in a pod', () => {
  const postgres = {
    secrets: { existingSecret: 'dockhand', keys: [...keys, 'DATABASE_URL'] },
    networkPolicies: { redis: { to: peer('10.1.2.3/32') }, postgres: { to: peer('10.1.2.4/32') } },
  };
  const botWith = (values: Values) => {
    const cluster = clusterOf(manifestsOf({ ...needed, ...values }));
    const { env, volumeMounts } = containerOf(cluster, 'bot');
    return {
      hours: env.find(({ name }) => name === 'BACKUP_HOURS')?.value,
      folder: env.find(({ name }) => name === 'BACKUP_DIR')?.value,
      mounted: volumeMounts.find(({ name }) => name === 'backups')?.mountPath,
    };
  };

  test('backups of the records are made into a claim of the operator’s, wherever the records are', () => {
    const bot = { backups: { existingClaim: 'copies' } };
    for (const values of [{ bot }, { ...postgres, bot }])
      expect(botWith(values)).toEqual({
        hours: undefined,
        folder: '/state/backups',
        mounted: '/state/backups',
      });
  });

  test('backups of PostgreSQL are not made without such a claim, because they would be lost with the pod', () => {
    expect(botWith(postgres)).toMatchObject({ hours: '0', mounted: undefined });
    expect(botWith({})).toMatchObject({ hours: undefined, mounted: undefined });
  });
});

suite('what cannot be right', () => {
  const refused = (values: Values): string => {
    const rendering = render(values);
    return rendering.kind === 'refused' ? rendering.message : 'taken';
  };
  const on = (more: Values): Values => ({ ...needed, ...more });
  test.each<readonly [string, Values, RegExp]>([
    ['nothing at all', {}, /images\.repository: where your own images are|secrets: name a Secret/],
    ['a word that no value has', on({ bto: {} }), /'bto' not allowed/],
    [
      'a setting that nobody knows',
      on({ settings: { QUEUE_LIMT: '1' } }),
      /settings\.QUEUE_LIMT is no setting/,
    ],
    [
      'a setting that is the chart’s',
      on({ settings: { WEB_PORT: '1' } }),
      /settings\.WEB_PORT is no setting/,
    ],
    [
      'a secret among the settings',
      on({ settings: { DISCORD_TOKEN: 'x' } }),
      /is a secret: put it into the Secret/,
    ],
    ['a number among the settings', on({ settings: { QUEUE_LIMIT: 1 } }), /QUEUE_LIMIT.*want string/],
    [
      'a key that is no secret',
      on({ secrets: { existingSecret: 'a', keys: [...keys, 'TOKEN'] } }),
      /TOKEN is no secret/,
    ],
    [
      'no token',
      on({ secrets: { existingSecret: 'a', keys: ['REDIS_URL', 'METRICS_TOKEN'] } }),
      /has no DISCORD_TOKEN/,
    ],
    [
      'a Secret and its values',
      on({ secrets: { existingSecret: 'a', values: { DISCORD_TOKEN: 'x' } } }),
      /the same twice/,
    ],
    [
      'no secret’s value',
      on({ secrets: { values: { DISCORD_TOKEN: 'x' } } }),
      /or give secrets\.values\.REDIS_URL/,
    ],
    ['two bots on SQLite', on({ bot: { replicas: 2 } }), /more than one bot need a PostgreSQL/],
    [
      'copies of PostgreSQL that go with their pod',
      on({
        secrets: { existingSecret: 'a', keys: [...keys, 'DATABASE_URL'] },
        networkPolicies: { redis: { to: peer('10.1.2.3/32') }, postgres: { to: peer('10.1.2.4/32') } },
        settings: { BACKUP_HOURS: '24' },
      }),
      /bot\.backups\.existingClaim/,
    ],
    ['an Ingress without a name', on({ web: { ingress: { enabled: true } } }), /web\.ingress\.host/],
    ['no way to Redis', on({ networkPolicies: { redis: { to: [] } } }), /networkPolicies\.redis\.to/],
    [
      'no way to PostgreSQL',
      on({ secrets: { existingSecret: 'a', keys: [...keys, 'DATABASE_URL'] } }),
      /networkPolicies\.postgres\.to/,
    ],
    [
      'no way to the collector of traces',
      on({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' } }),
      /networkPolicies\.traces\.to/,
    ],
    [
      'a box that is root on its node',
      on({ worker: { userNamespace: false } }),
      /only with worker\.runtimeClassName/,
    ],
    ['a disk without room', on({ box: { diskGB: 8, diskVolumeGB: 8 } }), /has to be more than box\.diskGB/],
    [
      'memory as Docker writes it',
      on({ box: { resources: { limits: { memory: '2g' } } } }),
      /'2g' does not match/,
    ],
    [
      'more pods at least than at most',
      on({ worker: { autoscaling: { enabled: true, minReplicas: 9, maxReplicas: 3 } } }),
      /minReplicas is more than maxReplicas/,
    ],
  ])('the chart refuses it and says what to do: %s', (_, values, says) =>
    expect(refused(values)).toMatch(says),
  );
});

suite('monitoring', () => {
  const manifests = helmIsHere
    ? manifestsOf({ ...needed, monitoring: { podMonitors: true, alerts: true, dashboard: true } })
    : [];
  const ofKind = (kind: string) => manifests.filter((each) => each.kind === kind);

  test('has the alert rules and the dashboard that Compose has', () => {
    const rules = parse(readFileSync(join(root, 'deploy/alerts/dockhand.rules.yml'), 'utf8')) as object;
    expect(ofKind('PrometheusRule')).toMatchObject([{ spec: rules }]);
    const dashboard = readFileSync(join(root, 'deploy/grafana/dockhand.json'), 'utf8');
    expect(ofKind('ConfigMap')).toMatchObject([{ data: { 'dockhand.json': dashboard } }]);
  });

  test('scrapes a port that bot and workers have', () => {
    const { deployments } = clusterOf(manifests);
    for (const { metadata, spec } of ofKind('PodMonitor')) {
      const { podMetricsEndpoints } = spec as { podMetricsEndpoints: { port: string }[] };
      const pod = deployments.find(({ name }) => name === metadata.name)?.pod;
      const ports = pod?.containers.flatMap((each) => each.ports.map(({ name }) => name));
      expect(ports).toEqual(podMetricsEndpoints.map(({ port }) => port));
    }
    expect(ofKind('PodMonitor')).toHaveLength(2);
  });

  test('creates nothing unless it is asked to', () => {
    const kinds = manifestsOf(needed).map(({ kind }) => kind);
    for (const kind of ['PodMonitor', 'PrometheusRule', 'ConfigMap']) expect(kinds).not.toContain(kind);
  });
});

suite('the box of a pod', () => {
  const cluster = helmIsHere ? clusterOf(manifestsOf(needed)) : clusterOf([]);
  const box = () => containerOf(cluster, 'worker', 'box');

  test('has the capabilities and processes of the table', () => {
    expect(box().securityContext.capabilities).toEqual({
      drop: boxContainer.capDrop,
      add: boxContainer.capAdd,
    });
    expect(environmentOf(box()).BOX_PROCESSES).toBe(String(boxContainer.processes));
    expect(box().resources.limits).toMatchObject({
      memory: `${boxContainer.megabytes / 1024}Gi`,
      cpu: `${boxContainer.cores * 1000}m`,
    });
  });

  test('the box is the one that the image knows, with ids that a pod’s user namespace has', () => {
    const { BOX_NUMBER, BOX_FIRST_UID } = environmentOf(box());
    expect({ number: Number(BOX_NUMBER), firstUid: Number(BOX_FIRST_UID) }).toEqual({
      number: podBox.number,
      firstUid: podBox.firstUid,
    });
    const { inContainers } = usersOf(podBox.number, podBox.firstUid);
    expect(inContainers.first + inContainers.count).toBeLessThanOrEqual(podBox.idsPerPod);
    expect(readFileSync(join(root, 'deploy/helm/README.md'), 'utf8')).toContain(
      `idsPerPod: ${podBox.idsPerPod}`,
    );
  });

  test('sends no localhostProfile along with Unconfined, which Kubernetes refuses', () => {
    const open = clusterOf(manifestsOf({ ...needed, box: { seccompProfile: { type: 'Unconfined' } } }));
    expect(containerOf(open, 'worker', 'box').securityContext.seccompProfile).toEqual({ type: 'Unconfined' });
  });
});

test('The chart has the version of package.json, so that its images are those of the same release', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(parse(readFileSync(join(root, 'deploy/helm/Chart.yaml'), 'utf8'))).toMatchObject({
    version,
    appVersion: version,
  });
});
