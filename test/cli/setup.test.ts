import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PermissionFlagsBits as Bits, Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Channel, type Classroom, openClassroom } from '../../classroom/server.ts';
import { SettingsInForce } from '../../src/cli/settings-in-force.ts';
import { changedEnv, writeEnv } from '../../src/cli/setup/env-file.ts';
import { examineHost, type Host } from '../../src/cli/setup/host-checks.ts';
import { Questions } from '../../src/cli/setup/questions.ts';
import { ServerSetup } from '../../src/cli/setup/server-setup.ts';
import { parseEnvFile } from '../../src/config/env-text.js';
import { readSources } from '../../src/config/sources.js';
import { DockhandProcess } from '../faults/support/dockhand-process.ts';
import { until } from '../support/until.ts';

const answerSchema = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({ check: z.string(), status: z.string(), message: z.string(), todo: z.string().nullable() }),
  ),
});
type Findings = z.output<typeof answerSchema>['findings'];

let folder = '';
const endings: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-setup-'));
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await rm(folder, { recursive: true, force: true });
});

interface School {
  readonly classroom: Classroom;
  readonly ids: Readonly<Record<string, string>>;
  readonly staff: Channel;
}

async function school({
  mayThread = true,
  locale = Locale.EnglishUS,
}: {
  readonly mayThread?: boolean;
  readonly locale?: Locale;
} = {}): Promise<School> {
  const classroom = await openClassroom({ rateLimits: 'generous' });
  endings.push(() => classroom.close());
  const guild = classroom.addGuild({ name: 'Docker class', locale });
  const ta = classroom.addRole(guild, { name: 'TA' });
  if (mayThread)
    classroom.giveBot(
      guild,
      classroom.addRole(guild, { name: 'Dockhand', permissions: Bits.CreatePrivateThreads }),
    );
  const general = classroom.addChannel(guild, { name: 'backend-docker' });
  const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [ta.id] });
  const ids = {
    DISCORD_GUILD_ID: guild.id,
    TA_ROLE_ID: ta.id,
    TA_CHANNEL_ID: staff.id,
    CLASS_CHANNEL_ID: general.id,
  };
  return { classroom, ids, staff };
}

const names = ['--ta-role', 'ta', '--staff-channel', '#staff', '--class-channel', 'backend-docker'];

/**
 * Runs `dockhand setup --unattended --json` with these arguments. Returns its findings, with those that depend on this machine kept
 * separate.
 */
async function setUp(
  { classroom }: Pick<School, 'classroom'>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number | null | 'runs';
  readonly findings: Findings;
  readonly host: Findings;
  readonly said: string;
}> {
  const process = new DockhandProcess(['setup', '--unattended', '--json', ...args], {
    DOCKHAND_ENV_FILE: join(folder, '.env'),
    DISCORD_API_URL: classroom.api,
    ...env,
  });
  const code = await process.ended(120_000);
  const json = /^\{[\s\S]*?^\}/m.exec(process.said)?.[0] ?? '{}';
  const { findings } = answerSchema.parse(JSON.parse(json));
  const ofHost = ({ check }: Findings[number]): boolean => check.startsWith('host.');
  return {
    code,
    findings: findings.filter((each) => !ofHost(each)),
    host: findings.filter(ofHost),
    said: process.said,
  };
}

const problems = (findings: Findings): readonly string[] =>
  findings.filter(({ status }) => status === 'problem').map(({ check }) => check);
const envNow = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    parseEnvFile(await readFile(join(folder, '.env'), 'utf8')).entries.map(({ name, value }) => [
      name,
      value,
    ]),
  );
const puts = ({ requests }: Classroom): number => requests.filter(({ method }) => method === 'PUT').length;

describe('dockhand setup without questions', () => {
  test('finds server, role and channels by name, writes .env for its owner only, registers the commands and posts one greeting', async () => {
    const { classroom, ids, staff } = await school();
    await writeFile(join(folder, 'token'), `${classroom.token}\n`);
    await writeFile(join(folder, '.env'), '# mine\nLOG_LEVEL=debug # loud\nTA_ROLE_ID=\nMY_OWN=1\n', {
      mode: 0o644,
    });
    const zone = ['--time-zone', 'Europe/Paris'];
    const args = ['--token-file', join(folder, 'token'), '--server', 'docker CLASS', ...names, ...zone];
    const first = await setUp({ classroom }, args);
    expect(problems(first.findings)).toEqual([]);
    expect(await envNow()).toEqual({
      LOG_LEVEL: 'debug',
      MY_OWN: '1',
      DISCORD_TOKEN_FILE: join(folder, 'token'),
      CLASS_TIME_ZONE: 'Europe/Paris',
      ...ids,
    });
    const text = await readFile(join(folder, '.env'), 'utf8');
    expect(text).toMatch(/^# mine\nLOG_LEVEL=debug # loud\nTA_ROLE_ID=\d+\nMY_OWN=1\n/);
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
    expect(`${first.said}${text}`).not.toContain(classroom.token);
    expect(puts(classroom)).toBe(1);
    const { messagesOf } = classroom.world;
    const messages = [...messagesOf.call(classroom.world, staff.id).values()];
    expect(messages.map(({ payload }) => payload.content)).toEqual([expect.stringMatching(/set up/)]);

    const again = await setUp({ classroom }, ['--no-message'], {});
    expect(problems(again.findings)).toEqual([]);
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(text);
    expect(puts(classroom)).toBe(1);
    expect(messagesOf.call(classroom.world, staff.id).size).toBe(1);
  }, 300_000);

  test('takes the class’s language and time zone, refuses unknown languages, and can follow the server’s again', async () => {
    const { classroom } = await school();
    const args = [...names, '--no-message'];
    const env = { DISCORD_TOKEN: classroom.token };
    const refused = await setUp(
      { classroom },
      [...args, '--language', 'tlh', '--time-zone', 'Mars/Olympus'],
      env,
    );
    expect(problems(refused.findings)).toEqual(['setup.language', 'settings']);
    expect(refused.findings.find(({ check }) => check === 'setup.language')?.message).toMatch(/en, fr/);
    await expect(stat(join(folder, '.env'))).rejects.toMatchObject({ code: 'ENOENT' });

    await setUp({ classroom }, [...args, '--language', 'fr', '--time-zone', 'Africa/Dakar'], env);
    expect(await envNow()).toMatchObject({ CLASS_LANGUAGE: 'fr', CLASS_TIME_ZONE: 'Africa/Dakar' });
    await setUp({ classroom }, args, env);
    expect(await envNow()).toMatchObject({ CLASS_LANGUAGE: 'fr', CLASS_TIME_ZONE: 'Africa/Dakar' });
    await setUp({ classroom }, [...args, '--language', 'server'], env);
    expect(await envNow()).toMatchObject({ CLASS_LANGUAGE: '', CLASS_TIME_ZONE: 'Africa/Dakar' });
  }, 400_000);

  test('takes this machine’s time zone by default, and leaves the language to the server', async () => {
    const { classroom } = await school({ locale: Locale.French });
    const env = { DISCORD_TOKEN: classroom.token, TZ: 'Asia/Tokyo' };
    expect(problems((await setUp({ classroom }, [...names, '--no-message'], env)).findings)).toEqual([]);
    expect((await envNow()).CLASS_TIME_ZONE).toBe('Asia/Tokyo');
    expect(await envNow()).not.toHaveProperty('CLASS_LANGUAGE');
  }, 150_000);

  test('reports everything that is missing at once, and writes nothing', async () => {
    const { classroom } = await school();
    const { code, findings } = await setUp({ classroom }, []);
    expect(code).toBe(1);
    expect(problems(findings)).toEqual(['discord.token', 'setup.role', 'setup.staff', 'setup.class']);
    await expect(stat(join(folder, '.env'))).rejects.toMatchObject({ code: 'ENOENT' });
  }, 150_000);

  test('names everything that it does not find, with the existing alternatives, and writes nothing', async () => {
    const { classroom } = await school();
    const args = ['--ta-role', 'Tutors', '--staff-channel', 'no-such', '--class-channel', 'backend-docker'];
    const { code, findings } = await setUp({ classroom }, args, { DISCORD_TOKEN: classroom.token });
    expect(code).toBe(1);
    expect(problems(findings)).toEqual(['setup.role', 'setup.staff']);
    expect(findings.find(({ check }) => check === 'setup.staff')?.message).toMatch(
      /staff, backend-docker|backend-docker, staff/,
    );
    await expect(stat(join(folder, '.env'))).rejects.toMatchObject({ code: 'ENOENT' });
  }, 150_000);

  test('shows the address that invites the bot, with exactly the permissions that it needs', async () => {
    const classroom = await openClassroom({ rateLimits: 'generous' });
    endings.push(() => classroom.close());
    const { findings } = await setUp({ classroom }, names, { DISCORD_TOKEN: classroom.token });
    expect(problems(findings)).toEqual(['setup.server']);
    const [link = ''] =
      /https:\S+/.exec(findings.find(({ check }) => check === 'setup.server')?.todo ?? '') ?? [];
    const { searchParams } = new URL(link);
    expect(searchParams.get('client_id')).toBe(classroom.applicationId);
    expect(searchParams.get('scope')).toBe('bot applications.commands');
    expect(BigInt(searchParams.get('permissions') ?? 0)).toBe(
      Bits.ViewChannel |
        Bits.SendMessages |
        Bits.SendMessagesInThreads |
        Bits.CreatePrivateThreads |
        Bits.AttachFiles |
        Bits.EmbedLinks,
    );
  }, 150_000);

  test('refuses a wrong token and missing permissions, each with what to do', async () => {
    const { classroom } = await school({ mayThread: false });
    const wrong = await setUp({ classroom }, names, { DISCORD_TOKEN: 'not-the-token' });
    expect(problems(wrong.findings)).toEqual(['discord.token']);
    const lacks = await setUp({ classroom }, names, { DISCORD_TOKEN: classroom.token });
    expect(problems(lacks.findings)).toEqual(['discord.class-channel']);
    expect(lacks.findings.find(({ status }) => status === 'problem')?.message).toMatch(
      /CreatePrivateThreads/,
    );
    await expect(stat(join(folder, '.env'))).rejects.toMatchObject({ code: 'ENOENT' });
  }, 300_000);
});

test('dockhand setup --start runs the set-up of bot and worker once everything is right, and has its exit code', async () => {
  const { classroom } = await school();
  // Every Node process loads this first; the one that would make images and disks prints so and ends.
  const standIn = join(folder, 'stand-in.mjs');
  await writeFile(
    standIn,
    `import { relative } from 'node:path';
const [, program = '', ...args] = process.argv;
if (program.endsWith('setup/main.js')) {
  console.error('WOULD RUN', relative(process.cwd(), program), ...args);
  process.exit(7);
}\n`,
  );
  const env = { DISCORD_TOKEN: classroom.token, NODE_OPTIONS: `--import=${standIn}` };
  const notYet = await setUp({ classroom }, [...names, '--start', '--server', 'nowhere'], env);
  expect(notYet.code).toBe(1);
  expect(notYet.said).not.toContain('WOULD RUN');

  const { code, said, host } = await setUp({ classroom }, [...names, '--start', '--no-message'], env);
  // On a machine that cannot have boxes, that is reported instead.
  const started = problems(host).length === 0;
  expect(/WOULD RUN .*/.exec(said)?.[0]).toBe(started ? 'WOULD RUN setup/main.js app' : undefined);
  expect(code).toBe(started ? 7 : 1);
}, 300_000);

test('dockhand setup asks for missing values, shows no token, and asks again after a wrong one', async () => {
  const { classroom, ids } = await school({ locale: Locale.French });
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (bytes: Buffer) => {
    shown += bytes.toString();
  });
  const inForce = new SettingsInForce(
    readSources({ DISCORD_API_URL: classroom.api, DOCKHAND_ENV_FILE: 'none' }),
  );
  const questions = new Questions(input, output);
  const made = new ServerSetup(inForce, join(folder, '.env'), {}, questions).make();
  const answer = async (question: RegExp, line: string): Promise<void> => {
    await until(
      () => shown,
      (text) => question.test(text),
      60_000,
    );
    shown = '';
    input.write(`${line}\n`);
  };
  await answer(/token/, 'wrong-token');
  await answer(/does not accept[\s\S]*token/, classroom.token);
  await answer(/role[\s\S]*1 {2}TA[\s\S]*\]/, '1');
  await answer(/only they see[\s\S]*\[1\]/, '9');
  await answer(/no number[\s\S]*\[1\]/, '2');
  await answer(/the class’s[\s\S]*\[1\]/, '');
  await answer(/language[\s\S]*1 {2}that of the server: French[\s\S]*2 {2}English[\s\S]*\[1\]/, '2');
  await answer(/clocks.*\[.+\]/, 'Mars/Olympus');
  await answer(/no time zone[\s\S]*clocks.*\[.+\]/, 'America/Bogota');
  const findings = await made;
  questions.close();
  expect(findings.filter(({ status, check }) => status === 'problem' && !check.startsWith('host.'))).toEqual(
    [],
  );
  expect(await envNow()).toEqual({
    DISCORD_TOKEN: classroom.token,
    CLASS_LANGUAGE: 'en',
    CLASS_TIME_ZONE: 'America/Bogota',
    ...ids,
  });
  expect(shown).not.toContain(classroom.token);
}, 120_000);

describe('the lines of .env', () => {
  test.each([
    ['', { A: '1' }, 'A=1\n'],
    ['A=1', { A: '1' }, 'A=1\n'],
    ['A=1\nB=2\n', { A: '3' }, 'A=3\nB=2\n'],
    ['A=1\nA=2\n', { A: '3' }, 'A=1\nA=3\n'],
    ['  export A = old # why\n', { A: 'old' }, '  export A = old # why\n'],
    ['# A=no\n', { A: 'x' }, '# A=no\nA=x\n'],
    ['AA=1\n', { A: '2' }, 'AA=1\nA=2\n'],
    ['A=\n', { A: 'p$ss#1' }, "A='p$ss#1'\n"],
    ['A=\n', { A: "it's" }, 'A="it\'s"\n'],
    ['A=x\n', { A: '' }, 'A=\n'],
  ])('changes %j with %j', (before, changes, after) =>
    expect(changedEnv(before, changes as Record<string, string>)).toBe(after),
  );

  test('refuses a value that no notation makes the same for every reader', () =>
    expect(() => changedEnv('', { A: `'"$` })).toThrow(/A_FILE/));

  test('follows a link, restricts who may read the file, and leaves no other file', async () => {
    const target = join(folder, 'real');
    await writeFile(target, 'A=1\n', { mode: 0o644 });
    await symlink(target, join(folder, '.env'));
    expect(await writeEnv(join(folder, '.env'), { A: '1' })).toBe(false);
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    expect(await writeEnv(join(folder, '.env'), { A: '2' })).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('A=2\n');
    await chmod(target, 0o600);
    expect(await writeEnv(join(folder, '.env'), { A: '2' })).toBe(false);
  });
});

describe('the machine', () => {
  const host = async (
    different: Partial<Host>,
    files: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> => {
    const root = await mkdtemp(join(folder, 'root-'));
    const { mkdir } = await import('node:fs/promises');
    const all = {
      'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids',
      'dev/net/tun': '',
      ...files,
    };
    for (const [path, text] of Object.entries(all)) {
      if (text === 'absent') continue;
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const usual: Host = {
      platform: 'linux',
      release: '6.1.0-18-amd64',
      memory: 8e9,
      freeDisk: 60e9,
      clockAheadMs: 200,
      root: `${root}/`,
    };
    return examineHost({ ...usual, ...different }).flatMap(({ check, status }) =>
      status === 'ok' ? [] : [`${check} ${status}`],
    );
  };

  test.each([
    ['as it should be', {}, {}, []],
    ['with a kernel that is too old', { release: '5.10.0' }, {}, ['host.kernel problem']],
    ['with just the oldest kernel', { release: '5.11.0-rc1' }, {}, []],
    ['that is a Mac', { platform: 'darwin' }, {}, ['host.system problem']],
    ['that is Windows', { platform: 'win32' }, {}, ['host.system problem']],
    ['without tun', {}, { 'dev/net/tun': 'absent' }, ['host.tun problem']],
    [
      'without control groups',
      {},
      { 'sys/fs/cgroup/cgroup.controllers': 'absent' },
      ['host.cgroups problem'],
    ],
    [
      'with control groups of version 1',
      {},
      { 'sys/fs/cgroup/cgroup.controllers': 'absent', 'sys/fs/cgroup/memory/x': '' },
      [],
    ],
    [
      'that does not limit memory',
      {},
      { 'sys/fs/cgroup/cgroup.controllers': 'cpu pids' },
      ['host.cgroups problem'],
    ],
    [
      'whose AppArmor lets nobody make user namespaces',
      {},
      { 'proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n' },
      ['host.apparmor problem'],
    ],
    [
      'whose AppArmor has the profile',
      {},
      { 'proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n', 'etc/apparmor.d/rootlesskit': '' },
      [],
    ],
    ['whose clock is a minute off', { clockAheadMs: -60_000 }, {}, ['host.clock problem']],
    ['that reaches nobody who knows the time', { clockAheadMs: null }, {}, []],
    ['that was sold with 4 GB and shows a little less', { memory: 3.7e9 }, {}, []],
    ['with 3 GB of memory', { memory: 3.2e9 }, {}, ['host.memory warning']],
    [
      'with little memory and disk',
      { memory: 1e9, freeDisk: 5e9 },
      {},
      ['host.memory warning', 'host.disk warning'],
    ],
  ] as const)('judges a machine %s', async (_case, different, files, expected) => {
    expect(await host(different, files)).toEqual(expected);
  });
});
