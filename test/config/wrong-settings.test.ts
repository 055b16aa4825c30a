import { describe, expect, test } from '@jest/globals';
import { readSettings, SettingsError } from '../../src/config/settings.ts';

/** Values that operators really write, and with which something would otherwise fail only once the bot runs. */

const certainly = 'postgres://u:p@127.0.0.1:5432/d';

const wrong: Readonly<Record<string, readonly string[]>> = {
  DISCORD_TOKEN: [
    '"a.b.c"',
    "'a.b.c'",
    'a b',
    'a\nb',
    'Bot a.b.c',
    '<token>',
    'tökén',
    'a,b',
    'DISCORD_TOKEN=a.b.c',
  ],
  DISCORD_GUILD_ID: [
    'Docker class',
    '<#123456789012345678>',
    '1.2e17',
    '123',
    'https://discord.com/channels/1/2',
  ],
  DISCORD_SERVERS: ['all', '123456789012345678;123456789012345679'],
  CLASS_TIME_ZONE: ['UTC+2', 'CEST', 'Europe/Pariss', 'Europe Paris', 'Paris'],
  CLASS_LANGUAGE: ['French', 'klingon', 'fr;en'],
  REDIS_URL: [
    ...['127.0.0.1:6379', 'http://h', 'unix:///run/redis.sock', '/run/redis.sock', 'valkey://h', 'REDIS://h'],
    ...[
      'redis://h:99999',
      'redis://h:0',
      'redis://h:port',
      'redis://h:',
      'redis://::1:6379',
      'redis://h1,h2',
    ],
    ...['redis://:p@ss@h', 'redis://:p/s@h', 'redis://:p?s@h'],
    ...[
      'redis://h/99999999',
      'redis://h/main',
      'redis://h?family=6',
      'redis+cluster://h/3',
      'redis+sentinel://h',
    ],
    ...['redis://my host', 'redis://h\u00e9te'],
  ],
  DATABASE_URL: [
    ...[
      'mysql://u@h/d',
      'sqlite:///x',
      'sqlite:x.db',
      'file:///x',
      'jdbc:postgresql://h/d',
      'Postgres://u@h/d',
    ],
    ...['postgresql+asyncpg://u@h/d', 'postgres://', 'postgres:u@h/d', 'postgres//u@h/d', 'host=h dbname=d'],
    ...['postgres://u:p@h:99999/d', 'postgres://u:p#s@h/d', 'postgres://u:p/s@h/d', 'postgres://u:p%zz@h/d'],
  ],
  WEB_HOST: ['http://127.0.0.1', '*', '[::1]', 'my host', '127.0.0.1:8080', '/run/web.sock'],
  WORKER_METRICS_HOST: ['http://0.0.0.0', '0.0.0.0:8081'],
  WEB_PORT: ['80.5', '-1', '99999', 'http', '0x50', '8080:8080'],
  WEB_URL: ['dockhand.example.org', 'ftp://h', '//h'],
  WEB_TOKEN: ['short', 'beyond-äscii-0123456789'],
  METRICS_TOKEN: ['short', 'two lines-----\n-----------'],
  WEB_TRUSTED_PROXIES: [
    'everything',
    '10.0.0.0/99',
    '10.0.0',
    '10.0.0.1-10.0.0.9',
    'proxy.example.org',
    '10.0.0.0/8/8',
  ],
  OTEL_EXPORTER_OTLP_ENDPOINT: ['collector:4318'],
  REDIS_BIND: ['10.0.0.1:6379', 'eth0', '10.0.0.1,127.0.0.1', 'redis://10.0.0.1'],
  SANDBOX_EGRESS_ALLOW: [
    'https://pypi.example.org',
    'example.org/simple',
    '*.example.org',
    'a;b',
    '-x.example.org',
  ],
  SANDBOX_EGRESS_REFUSED: ['10.0.0.0/99', '::1/200', 'http://10.0.0.1', '10.0.0.256', '10.0.0.0/8 # ours'],
  SANDBOX_EGRESS_TRUSTED: ['http://index.example.org'],
  SANDBOX_REGISTRY_MIRROR: ['mirror.example.org', 'mirror.example.org:5000'],
  SANDBOX_PIP_INDEX: ['index.example.org/simple'],
  SANDBOX_PROXY: ['proxy:3128', 'off'],
  DOCKHAND_DEBIAN_MIRROR: ['mirror.example.org/debian'],
  DOCKHAND_BOT_MEMORY: ['1GB', '1', 'lots'],
  LOG_LEVEL: ['DEBUG', 'verbose'],
  QUEUE_PREFIX: ['Dock Hand', '{dockhand}', 'dock:hand', 'dock_hand'],
  BACKUP_HOURS: ['daily', '24h', '-1', '1.5'],
  REMEMBER_VERDICTS: ['yes', 'true'],
  DISCORD_SHARDS: ['0', '-1', 'many'],
  GITHUB_TOKEN: ['"ghp_0123456789012345678901"', 'short'],
};

const right: Readonly<Record<string, readonly string[]>> = {
  DISCORD_TOKEN: ['t', 'MTA.abc-_.xyz', 'classroom-token'],
  CLASS_TIME_ZONE: ['Europe/Paris', 'UTC', '+02:00', 'America/Argentina/Buenos_Aires'],
  CLASS_LANGUAGE: ['fr', 'en-GB', 'pt-BR', 'pt_BR'],
  REDIS_URL: [
    ...['redis://h', 'redis://my_redis:6379', 'redis://[::1]:7000/3', 'rediss://u:p%40ss@h:6380/15'],
    ...[
      'redis+sentinel://a,b:5/class',
      'rediss+cluster://a:1,b:2',
      'redis://:@h',
      'redis://:p#s@h',
      'redis://u:p:q@h',
    ],
  ],
  DATABASE_URL: [
    ...[
      certainly,
      'postgresql://u@h',
      'postgres://u:p%40s%2Fs@my_db/d?sslmode=verify-full',
      'postgres://[::1]:5432/d',
    ],
    ...[
      'postgres:///d?host=/run/postgresql',
      '/srv/a.sqlite3',
      'a.sqlite3',
      './a/b',
      ':memory:',
      'postgres/a.sqlite3',
    ],
    ...['/srv/records of 2026.sqlite3'],
  ],
  WEB_HOST: ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost', 'my_host', 'a.example.org'],
  WEB_TRUSTED_PROXIES: ['loopback', 'loopback, 10.0.0.0/8', '::1', 'fd00::/8,uniquelocal', '192.168.1.1'],
  WEB_TOKEN: ['0123456789abcdef', '!-~0123456789abcdef', 'has a blank in the middle'],
  REDIS_BIND: ['127.0.0.1', '10.0.0.5', '::1', 'localhost', '0.0.0.0'],
  SANDBOX_EGRESS_ALLOW: ['off', 'pypi.example.org', '.example.org, b.example', 'a b'],
  SANDBOX_EGRESS_REFUSED: ['10.0.0.0/8', 'fd00::/8, 10.1.2.3', 'db.example.org'],
  SANDBOX_PROXY: ['none', 'http://proxy:3128', 'http://u:p@proxy:3128'],
  SANDBOX_REGISTRY_MIRROR: ['https://mirror.example.org', 'http://mirror:5000/'],
};

const rows = (table: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(table).flatMap(([name, values]) => values.map((value) => [name, value] as const));

describe('a setting that cannot be used', () => {
  test.each(rows(wrong))('%s=%j is refused with its name and what it has to be', (name, value) => {
    let said = '';
    try {
      readSettings({ [name]: value });
    } catch (error) {
      if (error instanceof SettingsError) said = error.problems.join('\n');
    }
    expect(said).toMatch(new RegExp(`^${name} has to (?:be|have) `));
    expect(said.split('\n')).toHaveLength(1);
  });
});

describe('a setting that can be used', () => {
  test.each(rows(right))('%s=%j is taken', (name, value) => {
    expect(() => readSettings({ [name]: value })).not.toThrow();
  });
});
