import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { settingNames } from '../../src/config/settings.ts';
import { secretNames } from '../../src/config/sources.js';
import type { SettingReader } from '../../src/config/table/setting.ts';
import { settingsByName } from '../../src/config/table/table.ts';
import { limitLines, readLimits } from '../../workers/sandbox/limits.ts';
import { compose } from '../support/compose.ts';

const folder = mkdtempSync(join(tmpdir(), 'dockhand-compose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serviceSchema = z.looseObject({
  environment: z.record(z.string(), z.string().nullable()).default({}),
  networks: z.record(z.string(), z.unknown()).default({}),
  ports: z
    .array(z.looseObject({ host_ip: z.string().optional(), published: z.string(), target: z.number() }))
    .default([]),
  secrets: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  volumes: z
    .array(z.looseObject({ type: z.string(), source: z.string().optional(), target: z.string() }))
    .default([]),
});
const renderedSchema = z.object({
  name: z.string(),
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })).default({}),
});
type Rendered = z.output<typeof renderedSchema>;
type Service = z.output<typeof serviceSchema>;

const workedOut = { COMPOSE_PROJECT_NAME: 'dockhand-test', DOCKHAND_STATE: '/srv/state' };

/** docker-compose.yml as Compose resolves it, with these lines in .env and in the set-up's file. */
function rendered(
  settings: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  profiles: readonly string[] = ['app'],
): Rendered {
  const written = (name: string, values: Readonly<Record<string, string>>): string => {
    const file = join(folder, name);
    writeFileSync(
      file,
      Object.entries(values)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
    return file;
  };
  const files = [written('.env', settings), written('compose.env', { ...workedOut, ...more })];
  const args = [
    ...files.flatMap((file) => ['--env-file', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    'config',
    '--format',
    'json',
  ];
  const { out, err, code } = compose(args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return renderedSchema.parse(JSON.parse(out));
}

const service = (of: Rendered, name: string): Service => {
  const found = of.services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
};

const limits = limitLines(readLimits({})).map(({ environment }) => environment as string);
const readBy = (reader: SettingReader): readonly string[] =>
  settingNames.filter((name) => settingsByName[name].readBy.includes(reader));
/** Values that belong to the container: its paths and addresses differ from the machine's. */
const ownPlaces: Readonly<Record<string, string>> = {
  LESSONS_DIR: '/lessons',
  SANDBOX_BOXES: '/boxes',
  DOCKHAND_STATE: '/state',
  WEB_HOST: '0.0.0.0',
  REDIS_CA_FILE: '/run/secrets/REDIS_CA',
  BACKUP_DIR: '/state/backups',
};

describe('a setting in .env', () => {
  const values = Object.fromEntries([...settingNames, ...limits].map((name) => [name, `value-of-${name}`]));
  const given = {
    ...values,
    WEB_PORT: '8123',
    WEB_HOST: '10.0.0.1',
    SANDBOX_MEMORY: '1g',
    SANDBOX_CPUS: '1',
    SANDBOX_PIDS: '300',
    DOCKHAND_BOT_MEMORY: '2g',
    DOCKHAND_WORKER_MEMORY: '3g',
    REDIS_PORT: '7000',
    REDIS_BIND: '10.0.0.2',
    PROMETHEUS_PORT: '7001',
    GRAFANA_PORT: '7002',
  };
  const all = rendered(given);

  test.each(['bot', 'worker'] as const)(
    'reaches the %s when it reads it, and is the same as elsewhere',
    (name) => {
      const { environment } = service(all, name);
      for (const setting of readBy(name)) {
        if (setting === 'DOCKHAND_STATE' && name === 'worker') continue;
        expect([setting, environment[setting]]).toEqual([
          setting,
          ownPlaces[setting] ?? (given as Record<string, string>)[setting],
        ]);
      }
    },
  );

  test.each(['bot', 'worker'] as const)('a limit in .env reaches the %s', (name) => {
    const { environment } = service(all, name);
    for (const limit of limits)
      expect([limit, environment[limit]]).toEqual([limit, (given as Record<string, string>)[limit]]);
  });

  test('a setting that is not the worker’s does not reach it: it sees neither Discord nor the records', () => {
    const allowed = [...readBy('worker'), ...readBy('worker').map((name) => `${name}_FILE`), ...limits];
    const strange = Object.keys(service(all, 'worker').environment).filter((name) => !allowed.includes(name));
    expect(strange).toEqual([]);
    expect(JSON.stringify(service(all, 'worker'))).not.toContain('DISCORD');
  });

  test('says how much memory a service has and where it is reached', () => {
    expect(service(all, 'bot')).toMatchObject({
      mem_limit: String(2 * 2 ** 30),
      memswap_limit: String(2 * 2 ** 30),
    });
    expect(service(all, 'worker')).toMatchObject({ mem_limit: String(3 * 2 ** 30) });
    expect(service(all, 'bot').ports).toMatchObject([
      { host_ip: '10.0.0.1', published: '8123', target: 8123 },
    ]);
    expect(service(all, 'redis').ports).toMatchObject([
      { host_ip: '10.0.0.2', published: '7000', target: 6379 },
    ]);
  });
});

describe('what builds may reach, as .env says it', () => {
  const root = join(import.meta.dirname, '../..');
  const state = join(folder, 'state');
  /** `compose config` as an operator runs it through the set-up, in a shell with no further variables. */
  const bySetUp = (shell: Readonly<Record<string, string>>, ...lines: readonly string[]): Service => {
    mkdirSync(join(state, 'bin'), { recursive: true });
    const own = join(process.env.DOCKHAND_STATE ?? join(root, '.state'), 'bin/docker-compose');
    const linked = join(state, 'bin/docker-compose');
    if (existsSync(own) && !existsSync(linked)) symlinkSync(own, linked);
    // The set-up's file from a time when .env did not set this yet.
    writeFileSync(join(state, 'compose.env'), 'SANDBOX_EGRESS_ALLOW=\n');
    const file = join(folder, 'egress.env');
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['setup/main.js', 'compose', 'config', '--format', 'json'],
      {
        cwd: root,
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          PATH: process.env.PATH ?? '',
          HOME: process.env.HOME ?? '',
          DOCKHAND_STATE: state,
          DOCKHAND_ENV_FILE: file,
          ...shell,
        },
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return service(renderedSchema.parse(JSON.parse(stdout)), 'egress');
  };

  test.each([
    ['that has nothing of it', {}],
    ['that has the name without a value', { SANDBOX_EGRESS_ALLOW: '', SANDBOX_EGRESS_REFUSED: '' }],
  ])(
    'reaches the egress proxy from a shell %s',
    (_which, shell) => {
      const said = { SANDBOX_EGRESS_ALLOW: '.example.org', SANDBOX_EGRESS_REFUSED: '130.60.0.0/16' };
      const lines = Object.entries(said).map(([name, value]) => `${name}=${value}`);
      expect(bySetUp(shell, ...lines).environment).toMatchObject(said);
      // Once removed from .env it is gone: no copy of it was kept elsewhere.
      expect(bySetUp(shell).environment).toMatchObject({
        SANDBOX_EGRESS_ALLOW: '',
        SANDBOX_EGRESS_REFUSED: '',
      });
    },
    150_000,
  );
});

describe('what is not set', () => {
  const all = rendered({ LOG_LEVEL: '' });
  test('leaves the defaults of Compose: its own Redis, one database path, a port for health', () => {
    expect(service(all, 'bot').environment).toMatchObject({
      REDIS_URL: 'redis://redis:6379',
      DATABASE_URL: null,
      WEB_PORT: '8080',
    });
    expect(service(all, 'worker').environment).toMatchObject({
      REDIS_URL: 'redis://redis:6379',
      WORKER_METRICS_PORT: '9465',
    });
    // With DOCKHAND_STATE=/state the default of DATABASE_URL is the same file that `npm start` uses.
    expect(service(all, 'bot').volumes).toContainEqual(
      expect.objectContaining({ source: '/srv/state/records', target: '/state/records' }),
    );
    expect(service(all, 'redis').ports).toMatchObject([{ host_ip: '127.0.0.1', published: '6379' }]);
    expect(service(all, 'bot').ports).toMatchObject([{ host_ip: '127.0.0.1', published: '8080' }]);
  });
});

describe('a secret in a file of its own', () => {
  test.each(secretNames.filter((name) => name !== 'REDIS_PASSWORD'))(
    '%s is shown as that file, and not as a value',
    (name) => {
      const all = rendered(
        { [`${name}_FILE`]: '/srv/secrets/one' },
        name === 'REDIS_URL' ? { DOCKHAND_REDIS_URL: '' } : {},
      );
      const bot = service(all, 'bot');
      expect(all.secrets[name]?.file).toBe('/srv/secrets/one');
      expect(bot.environment[`${name}_FILE`]).toBe(`/run/secrets/${name}`);
      expect(bot.secrets).toContainEqual({ source: name, target: `/run/secrets/${name}` });
      expect(bot.environment[name] || null).toBeNull();
      const worker = service(all, 'worker');
      const its = readBy('worker').includes(name);
      expect(worker.environment[`${name}_FILE`]).toBe(its ? `/run/secrets/${name}` : undefined);
      expect(worker.secrets.some(({ source }) => source === name)).toBe(its);
    },
  );
});

describe('every service', () => {
  const all = rendered({});
  const names = Object.keys(all.services);
  test('the bot, the worker, Redis and what boxes need are all of them', () =>
    expect(names.toSorted()).toEqual(['addresses', 'bot', 'box-1', 'box-2', 'egress', 'redis', 'worker']));

  test.each(['addresses', 'bot', 'box-1', 'box-2', 'egress', 'redis', 'worker'])(
    '%s comes back by itself, writes bounded logs, has bounded memory and processes, and a root that it cannot write',
    (name) => {
      const { restart, logging, mem_limit, pids_limit, read_only, cap_drop } = service(all, name);
      expect(restart).toMatch(/^(always|unless-stopped)$/);
      expect(logging).toMatchObject({
        driver: 'json-file',
        options: { 'max-size': expect.any(String), 'max-file': expect.any(String) },
      });
      expect(Number(mem_limit)).toBeGreaterThan(0);
      expect(Number(pids_limit)).toBeGreaterThan(0);
      expect(read_only).toBe(true);
      expect(cap_drop).toEqual(['ALL']);
    },
  );

  test.each(['redis', 'egress', 'bot', 'worker'])('%s is asked whether it is well', (name) =>
    expect(service(all, name).healthcheck).toMatchObject({ test: expect.any(Array) }),
  );

  test.each(['bot', 'worker'])('%s has 45 seconds to end: a job that runs is handed back', (name) =>
    expect(service(all, name).stop_grace_period).toBe('45s'),
  );

  test.each(['addresses', 'bot', 'box-1', 'box-2', 'egress', 'worker'])(
    '%s is never asked of a registry',
    (name) => expect(service(all, name).pull_policy).toBe('never'),
  );

  test('no service but bot and egress has a way out', () => {
    expect(Object.keys(service(all, 'worker').networks)).toEqual(['jobs']);
    for (const box of ['box-1', 'box-2']) expect(service(all, box).network_mode).toBe('none');
  });

  test.each(['box-1', 'box-2'])(
    '%s sees five folders of the machine, and writes to two, which are its own',
    (name) => {
      const seen = service(all, name).volumes.map(({ source = '', target, read_only }) => [
        target,
        source.replace('/srv/state', ''),
        read_only === true ? 'read-only' : 'writable',
      ]);
      expect(seen).toEqual([
        ['/box', `/boxes/${name}`, 'writable'],
        ['/data', `/disks/${name}`, 'writable'],
        ['/warm', `/warm/none/${name}`, 'read-only'],
        ['/egress', '/egress', 'read-only'],
        ['/authorities', '/authorities', 'read-only'],
      ]);
    },
  );

  test('no service has the socket of the host’s engine, and only `addresses` is in the network of the machine', () => {
    const everything = rendered({}, {}, ['app', 'monitoring']);
    const mounted = Object.values(everything.services).flatMap(({ volumes }) =>
      volumes.map(({ source = '' }) => source),
    );
    expect(mounted).toContain('/srv/state/egress');
    expect(
      mounted.filter(
        (source) => /docker|containerd|^\/(?:var\/)?run\b|^\/$/.test(source) && !source.includes('/deploy/'),
      ),
    ).toEqual([]);
    const inMachines = Object.entries(everything.services).filter(
      ([, { network_mode: mode }]) => mode !== undefined && mode !== 'none',
    );
    expect(inMachines.map(([name, { network_mode: mode }]) => [name, mode])).toEqual([['addresses', 'host']]);
  });

  test('the worker has one to a Redis of the operator’s own', () => {
    const own = rendered({ REDIS_URL: 'redis://r.example.org' }, { DOCKHAND_WORKER_NETWORK: 'outside' });
    expect(Object.keys(service(own, 'worker').networks)).toEqual(['outside']);
    expect(service(own, 'worker').environment.REDIS_URL).toBe('redis://r.example.org');
  });
});

describe('the profile monitoring', () => {
  const all = rendered({ PROMETHEUS_PORT: '7001' }, {}, ['app', 'monitoring']);

  test('has Prometheus beside bot and workers, and both pages on this machine alone', () => {
    expect(Object.keys(service(all, 'prometheus').networks)).toContain('jobs');
    expect(service(all, 'prometheus').ports).toMatchObject([{ host_ip: '127.0.0.1', published: '7001' }]);
    expect(service(all, 'grafana').ports).toMatchObject([{ host_ip: '127.0.0.1', published: '3000' }]);
  });

  test.each(['prometheus', 'grafana'])('bounds %s as every other service', (name) => {
    expect(service(all, name)).toMatchObject({ restart: 'always', read_only: true, cap_drop: ['ALL'] });
    expect(Number(service(all, name).mem_limit)).toBeGreaterThan(0);
    expect(Number(service(all, name).pids_limit)).toBeGreaterThan(0);
    expect(service(all, name).logging).toMatchObject({ options: { 'max-size': expect.any(String) } });
    expect(service(all, name).healthcheck).toMatchObject({ test: expect.any(Array) });
  });

  test('runs the images that the settings name', () => {
    const named = { DOCKHAND_PROMETHEUS_IMAGE: 'own/prometheus:1', DOCKHAND_GRAFANA_IMAGE: 'own/grafana:1' };
    const own = rendered(named, {}, ['app', 'monitoring']);
    expect([service(own, 'prometheus').image, service(own, 'grafana').image]).toEqual(Object.values(named));
    expect(service(all, 'prometheus').image).toBe(settingsByName.DOCKHAND_PROMETHEUS_IMAGE.default);
    expect(service(all, 'grafana').image).toBe(settingsByName.DOCKHAND_GRAFANA_IMAGE.default);
  });

  test('uses files that exist, or that the set-up makes', () => {
    const root = join(import.meta.dirname, '../..');
    const mounted = ['prometheus', 'grafana'].flatMap((name) => service(all, name).volumes);
    const sources = mounted.flatMap(({ type, source = '' }) => (type === 'bind' ? [source] : []));
    const made = ['prometheus.yml', 'scrape-token', 'grafana-password'].map(
      (name) => `/srv/state/monitoring/${name}`,
    );
    for (const source of sources)
      expect([source, made.includes(source) || existsSync(source)]).toEqual([source, true]);
    expect(sources.filter((source) => source.startsWith(root)).length).toBe(4);
  });

  test('reaches the workers, which require the token', () =>
    expect(service(all, 'worker').environment.WORKER_METRICS_HOST).toBe('0.0.0.0'));
});

test('Compose by itself, which would start a second set of boxes on the same disks, is refused and says what to use', () => {
  for (const args of [['up', '-d'], ['down'], ['ps'], ['config']]) {
    const { code, err } = compose(args);
    expect(code).not.toBe(0);
    expect(err).toContain('node setup/main.js compose');
  }
});
