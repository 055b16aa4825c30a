import { chmod, mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Classroom, openClassroom } from '../../classroom/server.ts';
import { examineRestore, examineSchedule } from '../../src/cli/doctor/machine.ts';
import { botsFindings } from '../../src/cli/doctor/storage.ts';
import { examine } from '../../src/cli/doctor.ts';
import { SettingsInForce } from '../../src/cli/settings-in-force.ts';
import { readSources } from '../../src/config/sources.js';
import { backUp } from '../../src/records/backups/backup.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { DockhandProcess } from '../faults/support/dockhand-process.ts';
import { type RedisServer, startRedis } from '../faults/support/redis-server.ts';
import { standInProxy } from '../support/stand-in-proxy.ts';
import { pretendBox } from '../workers/support/pretend-box.ts';

/** `dockhand doctor` against a local Discord and a Redis of its own: each part is broken once, and has to be named with what to do. */
const findingSchema = z.object({
  check: z.string(),
  status: z.enum(['ok', 'warning', 'problem']),
  message: z.string(),
  todo: z.string().nullable(),
});
const answerSchema = z.object({ ok: z.boolean(), findings: z.array(findingSchema) });
type Findings = readonly z.output<typeof findingSchema>[];

let redis: RedisServer;
let folder = '';
let database = '';
const endings: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'dockhand-doctor-'));
  database = join(folder, 'records.sqlite3');
  await (await openRecords(database)).close();
}, 60_000);
afterAll(async () => {
  await redis.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface School {
  readonly classroom: Classroom;
  readonly env: Readonly<Record<string, string>>;
}

/** A class that is set up as the guide says; each test changes one thing. */
async function school(
  different: {
    readonly botPermissions?: bigint;
    readonly staffIsOpen?: boolean;
    readonly staffWithoutBot?: boolean;
  } = {},
): Promise<School> {
  const classroom = await openClassroom({ rateLimits: 'generous' });
  endings.push(() => classroom.close());
  const guild = classroom.addGuild({ name: 'Docker class' });
  const ta = classroom.addRole(guild, { name: 'TA' });
  classroom.giveBot(
    guild,
    classroom.addRole(guild, {
      name: 'Dockhand',
      permissions: different.botPermissions ?? Bits.CreatePrivateThreads | Bits.SendMessagesInThreads,
    }),
  );
  const staff = classroom.addChannel(guild, {
    name: 'staff',
    ...(different.staffIsOpen === true ? {} : { onlyRoles: [ta.id] }),
    ...(different.staffWithoutBot === true ? { withoutBot: true } : {}),
  });
  const channel = classroom.addChannel(guild, { name: 'class' });
  return {
    classroom,
    env: {
      DISCORD_API_URL: classroom.api,
      DISCORD_TOKEN: classroom.token,
      DISCORD_GUILD_ID: guild.id,
      TA_ROLE_ID: ta.id,
      TA_CHANNEL_ID: staff.id,
      CLASS_CHANNEL_ID: channel.id,
      REDIS_URL: redis.url,
      DATABASE_URL: database,
      SANDBOX_BOXES: join(folder, 'no-boxes'),
      DOCKHAND_STATE: folder,
    },
  };
}

/** The findings of `dockhand doctor` with these settings. */
const doctor = (env: Readonly<Record<string, string>>): Promise<Findings> =>
  examine(new SettingsInForce(readSources({ DOCKHAND_ENV_FILE: 'none', ...env })));

/** The command as an operator starts it: its exit code, its findings, and its whole output. */
async function doctorProcess(env: Readonly<Record<string, string>>): Promise<{
  readonly code: unknown;
  readonly ok: boolean;
  readonly findings: Findings;
  readonly said: string;
}> {
  const process = new DockhandProcess(['doctor', '--json'], env);
  const code = await process.ended(90_000);
  const { said } = process;
  const answer = answerSchema.parse(JSON.parse(said.slice(said.indexOf('{\n'), said.lastIndexOf('}') + 1)));
  return { code, said, ...answer };
}

const of = (findings: Findings, check: string): Findings => findings.filter((one) => one.check === check);

describe('dockhand doctor', () => {
  test('finds no problem with a class that is set up as the guide says', async () => {
    const box = await pretendBox();
    endings.push(() => box.close());
    box.state = 'leased';
    await mkdir(join(folder, 'egress'));
    const proxy = await standInProxy(
      (host) => (host === '169.254.169.254' ? 403 : 200),
      join(folder, 'egress', 'proxy.sock'),
    );
    endings.push(() => proxy.close());
    const { env } = await school();
    const { code, ok, findings } = await doctorProcess({ ...env, SANDBOX_BOXES: box.folder });
    expect(findings.filter(({ status }) => status === 'problem')).toEqual([]);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    for (const check of [
      'settings',
      'discord.token',
      'discord.intents',
      'discord.server',
      'discord.role',
      'discord.staff-channel',
      'discord.class-channel',
      'redis.reachable',
      'redis.eviction',
      'redis.memory',
      'clock',
      'records',
      'disk',
      'lessons',
      'boxes',
      'boxes.build',
      'egress',
      'egress.refused',
    ])
      expect([check, of(findings, check).map(({ status }) => status)]).toEqual([
        check,
        expect.arrayContaining(['ok']),
      ]);
    expect(findings.every(({ status, todo }) => (todo === null) === (status === 'ok'))).toBe(true);
  }, 120_000);

  test.each([
    ['a token that Discord does not accept', { DISCORD_TOKEN: 'wrong' }, 'discord.token', /does not accept/],
    ['no token', { DISCORD_TOKEN: '' }, 'discord.token', /is not set/],
    [
      'a Discord that is away',
      { DISCORD_API_URL: 'http://127.0.0.1:1/api' },
      'discord.reachable',
      /does not answer/,
    ],
    [
      'a server that the bot is not in',
      { DISCORD_GUILD_ID: '100000000000000001' },
      'discord.server',
      /is in no server/,
    ],
    ['a role that is not there', { TA_ROLE_ID: '100000000000000001' }, 'discord.role', /There is no role/],
    [
      'a staff channel that is not there',
      { TA_CHANNEL_ID: '100000000000000001' },
      'discord.staff-channel',
      /There is no channel/,
    ],
    [
      'a class channel that is not there',
      { CLASS_CHANNEL_ID: '100000000000000001' },
      'discord.class-channel',
      /There is no channel/,
    ],
    [
      'a Redis that is away',
      { REDIS_URL: 'redis://127.0.0.1:1' },
      'redis.reachable',
      /No Redis answers at 127\.0\.0\.1:1: nobody listens/,
    ],
    ['a folder without boxes', {}, 'boxes', /There is no box/],
    [
      'an egress proxy that is away',
      { SANDBOX_PROXY: 'http://127.0.0.1:1' },
      'egress',
      /No egress proxy listens at 127\.0\.0\.1:1/,
    ],
    ['lessons that are nowhere', { LESSONS_DIR: '/nowhere' }, 'lessons', /is not there/],
    ['a lesson that nobody has', { DOCKHAND_LESSON: 'nobody-has' }, 'lessons', /no lesson nobody-has/],
    [
      'a database that is away',
      { DATABASE_URL: 'postgres://a:hush@127.0.0.1:1/b' },
      'records',
      /cannot be read/,
    ],
  ] as const)(
    'names %s, says what to do, and shows no secret',
    async (_what, change, check, message) => {
      const { env } = await school();
      const findings = await doctor({ ...env, ...change });
      const found = of(findings, check).filter(({ status }) => status === 'problem');
      expect(found).toHaveLength(1);
      expect(found[0]?.message).toMatch(message);
      expect(found[0]?.todo).toEqual(expect.any(String));
      expect(JSON.stringify(findings)).not.toContain('hush');
    },
    120_000,
  );

  test('ends with 1 where a part has a problem, and prints no secret', async () => {
    const { env } = await school();
    const away = 'postgres://a:hush@127.0.0.1:1/b';
    const { code, ok, said } = await doctorProcess({ ...env, DATABASE_URL: away });
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(said).not.toContain('hush');
  }, 120_000);

  test('says which Docker engine answers here, and what to do where none does', async () => {
    const { env } = await school();
    const standIn = async (script: string): Promise<Findings> => {
      await writeFile(join(folder, 'docker'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return of((await doctorProcess({ ...env, PATH: folder })).findings, 'engine');
    };
    expect(await standIn('echo 28.5.2')).toEqual([
      { check: 'engine', status: 'ok', message: 'Docker 28.5.2 answers', todo: null },
    ]);
    const away = [
      {
        check: 'engine',
        status: 'warning',
        message: 'No Docker engine answers here',
        todo: expect.stringMatching(/machine with boxes, start it/),
      },
    ];
    expect(await standIn('echo Cannot connect to the Docker daemon >&2; exit 1')).toEqual(away);
    await rm(join(folder, 'docker'));
    expect(of((await doctorProcess({ ...env, PATH: folder })).findings, 'engine')).toEqual(away);
  }, 240_000);

  test('warns that records in PostgreSQL have no scheduled backups, until there is one or the operator makes them', async () => {
    const copies = join(folder, 'postgres-copies');
    const found = (url: string, hours: number): readonly string[] =>
      examineSchedule({ DATABASE_URL: url, BACKUP_DIR: copies, BACKUP_HOURS: hours }).map(
        ({ check, status }) => `${check} ${status}`,
      );
    const postgres = 'postgres://a:hush@127.0.0.1:1/b';
    expect(found(database, 24)).toEqual([]);
    expect(found(postgres, 0)).toEqual([]);
    expect(found(postgres, 24)).toEqual(['backup.schedule warning']);
    await mkdir(copies);
    const copy = join(copies, 'dockhand-2026-11-29T02-15-00.backup');
    await writeFile(copy, '');
    expect(found(postgres, 24)).toEqual([]);
    const longAgo = new Date(Date.now() - 3 * 86_400_000);
    await utimes(copy, longAgo, longAgo);
    expect(found(postgres, 24)).toEqual(['backup.schedule warning']);

    const { env } = await school();
    const findings = await doctor({ ...env, DATABASE_URL: postgres });
    expect(of(findings, 'backup.schedule')).toMatchObject([
      { status: 'warning', todo: expect.stringMatching(/pg_dump --format=custom.*BACKUP_HOURS=0/) },
    ]);
    // The sentence and the page name the version that is in the image.
    const image = await readFile(join(import.meta.dirname, '../../deploy/app/Dockerfile'), 'utf8');
    const [, release = '', version = ''] = /BASE=debian:(\w+)-[\s\S]*on \1 version (\d+)/.exec(image) ?? [];
    expect([release, version]).toEqual(['trixie', '17']);
    expect(of(findings, 'backup.schedule')[0]?.todo).toContain(`that of version ${version};`);
    const page = await readFile(join(import.meta.dirname, '../../docs/records.md'), 'utf8');
    expect(page).toContain(`those of version ${version}`);
  }, 120_000);

  test('names the permissions that the bot lacks, channel by channel', async () => {
    const { env } = await school({ botPermissions: 0n, staffWithoutBot: true });
    const findings = await doctor(env);
    const [staff] = of(findings, 'discord.staff-channel');
    expect(staff).toMatchObject({
      status: 'problem',
      message: expect.stringMatching(/#staff the bot lacks .*ViewChannel/),
    });
    const [channel] = of(findings, 'discord.class-channel');
    expect(channel).toMatchObject({
      status: 'problem',
      message: expect.stringMatching(/#class the bot lacks .*CreatePrivateThreads/),
    });
    expect(channel?.message).not.toContain('ViewChannel');
  }, 120_000);

  test('warns about a staff channel that everybody sees', async () => {
    const { env } = await school({ staffIsOpen: true });
    const findings = await doctor(env);
    expect(of(findings, 'discord.staff-channel')).toContainEqual(
      expect.objectContaining({ status: 'warning', message: expect.stringMatching(/Everybody sees #staff/) }),
    );
  }, 120_000);

  test.each(['allkeys-lru', 'volatile-ttl', 'volatile-lru', 'allkeys-random'])(
    'names a Redis that loses jobs: %s',
    async (policy) => {
      await redis.ask.config('SET', 'maxmemory-policy', policy);
      endings.push(() => redis.ask.config('SET', 'maxmemory-policy', 'noeviction'));
      const { env } = await school();
      const findings = await doctor(env);
      expect(of(findings, 'redis.eviction')).toMatchObject([
        {
          status: 'problem',
          message: expect.stringContaining(policy),
          todo: expect.stringContaining('noeviction'),
        },
      ]);
    },
    120_000,
  );

  test('warns about a Redis that is nearly full, and reports one that wants a password', async () => {
    const used = Number(/used_memory:(\d+)/.exec(await redis.ask.info('memory'))?.[1]);
    await redis.ask.config('SET', 'maxmemory', String(Math.round(used * 1.1)));
    endings.push(() => redis.ask.config('SET', 'maxmemory', '0'));
    const { env } = await school();
    expect(of(await doctor(env), 'redis.memory')).toMatchObject([{ status: 'warning' }]);
    await redis.ask.config('SET', 'requirepass', 'hush-hush-hush-hush');
    endings.push(() => redis.ask.config('SET', 'requirepass', ''));
    expect(of(await doctor(env), 'redis.reachable')).toMatchObject([
      { status: 'problem', message: expect.stringMatching(/wants a password/) },
    ]);
  }, 180_000);

  test('recognises records of an earlier version, of a newer one, and a file that is no database', async () => {
    const { env } = await school();
    const changed = async (sql: string): Promise<Findings> => {
      const file = join(folder, `records-${Math.random()}.sqlite3`);
      await (await openRecords(file)).close();
      const db = new DatabaseSync(file);
      db.exec(sql);
      db.close();
      return of(await doctor({ ...env, DATABASE_URL: file }), 'records');
    };
    expect(await changed("DELETE FROM kysely_migration WHERE name = '100-dm-attempts'")).toMatchObject([
      { status: 'warning', message: expect.stringContaining('100-dm-attempts') },
    ]);
    expect(await changed("INSERT INTO kysely_migration VALUES ('999-later', '2030')")).toMatchObject([
      { status: 'problem', message: expect.stringContaining('999-later') },
    ]);
    const none = join(folder, 'none.sqlite3');
    await writeFile(
      none,
      'this is no database, but a text that is long enough to be read as one\n'.repeat(20),
    );
    expect(of(await doctor({ ...env, DATABASE_URL: none }), 'records')).toMatchObject([
      { status: 'problem' },
    ]);
  }, 240_000);

  test('warns about a .env that others may read, about an unknown name in it, and about a missing backup until there is one', async () => {
    const { env } = await school();
    const file = join(folder, '.env');
    await writeFile(file, 'DISCORD_TOEKN=x\n');
    await chmod(file, 0o644);
    const first = await doctor({ ...env, DOCKHAND_ENV_FILE: file });
    expect(of(first, 'settings.file')).toMatchObject([{ status: 'warning', todo: `chmod 600 ${file}` }]);
    expect(of(first, 'settings')).toContainEqual(
      expect.objectContaining({ status: 'warning', message: expect.stringContaining('DISCORD_TOKEN?') }),
    );
    expect(of(first, 'backup')).toMatchObject([{ status: 'warning' }]);
    await chmod(file, 0o600);
    await mkdir(join(folder, 'backups'));
    const backup = new DockhandProcess(['backup', join(folder, 'backups/monday')], env);
    expect(await backup.ended(60_000)).toBe(0);
    const second = await doctor({ ...env, DOCKHAND_ENV_FILE: file });
    expect(of(second, 'settings.file')).toMatchObject([{ status: 'ok' }]);
    expect(of(second, 'backup')).toMatchObject([
      { status: 'ok', message: expect.stringContaining('monday') },
    ]);
  }, 180_000);

  test('finds a scheduled backup that cannot be restored', async () => {
    const [url, copies] = [join(folder, 'tried.sqlite3'), join(folder, 'copies')];
    const settings = { DATABASE_URL: url, BACKUP_DIR: copies };
    expect(await examineRestore(settings)).toEqual([]);
    await (await openRecords(url)).close();
    const file = join(copies, 'dockhand-2026-11-29T02-15-00.backup');
    await mkdir(copies);
    await backUp(url, file, false);
    expect(await examineRestore(settings)).toMatchObject([
      { check: 'backup.restore', status: 'ok', message: expect.stringContaining('0 submissions') },
    ]);
    // Something is reading or writing it, which says nothing about the copy.
    const other = new DatabaseSync(file);
    other.exec('BEGIN EXCLUSIVE');
    expect(await examineRestore(settings)).toMatchObject([
      { check: 'backup.restore', status: 'warning', message: expect.stringContaining('not tried') },
    ]);
    other.close();
    await truncate(file, 4_096);
    expect(await examineRestore(settings)).toMatchObject([
      { check: 'backup.restore', status: 'problem', message: expect.stringContaining(file) },
    ]);
    expect(await readdir(copies)).toHaveLength(1);
  }, 60_000);

  test('reports for several bots whether all shards are answered', () => {
    const found = (report: Parameters<typeof botsFindings>[0]): unknown =>
      botsFindings(report).map(({ status }) => status);
    expect(found(null)).toEqual([]);
    expect(found({ bots: 0, shards: 0, unanswered: [] })).toEqual(['warning']);
    expect(found({ bots: 2, shards: 3, unanswered: [] })).toEqual(['ok']);
    expect(found({ bots: 2, shards: 3, unanswered: [1] })).toEqual(['problem']);
  });

  test('reports everything that is wrong with settings, and then tests nothing else', async () => {
    const { code, ok, findings } = await doctorProcess({ LOG_LEVEL: 'loud', SANDBOX_PIDS: 'many' });
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(of(findings, 'settings').map(({ status }) => status)).toEqual(['problem', 'problem']);
  }, 60_000);
});
