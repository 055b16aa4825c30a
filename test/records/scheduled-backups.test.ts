import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { backUp, restore } from '../../src/records/backups/backup.ts';
import { countRows } from '../../src/records/backups/row-counts.ts';
import { backupsIn, mustHaveAll, ScheduledBackups } from '../../src/records/backups/scheduled-backups.ts';
import { tryToRestore } from '../../src/records/backups/trial-restore.ts';
import type { Records } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';

let folder = '';
let records: Records;
let logged: string[] = [];
const log = () => pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-backups-'));
  records = await openRecords(join(folder, 'records.sqlite3'));
  logged = [];
});
afterEach(async () => {
  await records.close();
  await rm(folder, { recursive: true, force: true });
});

const place = () => join(folder, 'backups');
const backups = (
  options: { readonly keep?: number; readonly everyHours?: number; readonly url?: string } = {},
) => {
  const made = new ScheduledBackups({
    url: join(folder, 'records.sqlite3'),
    folder: place(),
    everyHours: 24,
    keep: 3,
    log: log(),
    ...options,
  });
  return made;
};
const hours = (n: number): number => n * 3_600_000;
/** As if the newest backup had been made that long ago. */
async function age(ms: number): Promise<void> {
  const [newest] = backupsIn(place());
  const then = new Date(Date.now() - ms);
  if (newest !== undefined) await utimes(newest.file, then, then);
}

test('a copy is made when there is none or the newest is too old, and can be put back', async () => {
  const schedule = backups();
  await records.people.setLocale('300000000000000001', 'fr');
  await schedule.round();
  await schedule.round();
  expect(backupsIn(place())).toHaveLength(1);
  await age(hours(25));
  await records.people.setLocale('300000000000000002', 'de');
  await schedule.round(Date.now() + 1_000);
  const [newest] = backupsIn(place());
  expect(backupsIn(place())).toHaveLength(2);
  expect((await stat(newest?.file ?? '')).mode & 0o077).toBe(0);
  const again = join(folder, 'again.sqlite3');
  await restore(again, newest?.file ?? '', false);
  const restored = await openRecords(again);
  expect(await restored.people.locale('300000000000000002')).toBe('de');
  await restored.close();
  await schedule.close();
});

test('the newest copies stay, and files that are somebody else’s', async () => {
  const schedule = backups({ keep: 2 });
  for (let n = 0; n < 5; n += 1) {
    await schedule.round(Date.now() + n * 1_000);
    await age(hours(30));
  }
  await writeFile(join(place(), 'monday'), 'mine');
  await schedule.round(Date.now() + 9_000);
  expect(backupsIn(place())).toHaveLength(2);
  expect((await readdir(place())).filter((name) => !name.startsWith('dockhand-'))).toEqual(['monday']);
  await schedule.close();
});

test('a copy from the future, of before the clock was set back, keeps nobody from making one', async () => {
  const schedule = backups();
  await schedule.round(Date.now() - hours(1));
  await age(-hours(100));
  await schedule.round();
  expect(backupsIn(place())).toHaveLength(2);
  await schedule.close();
});

test('records that cannot be copied are reported, and what there is stays', async () => {
  const schedule = backups();
  const now = Date.now();
  await schedule.round(now);
  await age(hours(30));
  const broken = backups({ url: join(folder, 'absent.sqlite3') });
  // In the same second as the first, so it would have the same name.
  await broken.round(now);
  expect(backupsIn(place())).toHaveLength(1);
  expect(logged.join('')).toMatch(/"level":50.*records\.backup-failed/);
  expect((await readdir(place())).filter((name) => /part|trial/.test(name))).toEqual([]);
  await Promise.all([schedule.close(), broken.close()]);
});

/** What a process that died may leave of a backup. */
const halves = ['.untried', '.untried.part', '.part'].map(
  (ending) => `dockhand-2026-11-29T02-15-00.backup${ending}`,
);

test('a copy whose maker died before it was put back does not count, and goes', async () => {
  const schedule = backups();
  await mkdir(place());
  for (const name of halves) await writeFile(join(place(), name), 'half');
  expect(backupsIn(place())).toEqual([]);
  await schedule.round();
  await schedule.close();
  const [newest] = backupsIn(place());
  expect((await readdir(place())).map((name) => join(place(), name))).toEqual([newest?.file]);
});

test('what a dead maker left of a copy goes before the next copy is made, which may need its room', async () => {
  await mkdir(place());
  for (const name of halves) await writeFile(join(place(), name), 'half');
  const broken = backups({ url: join(folder, 'absent.sqlite3') });
  await broken.round();
  await broken.close();
  expect(logged.join('')).toMatch(/records\.backup-failed/);
  expect(await readdir(place())).toEqual([]);
});

test('what a person named stays beside the copies, however like a copy it is called', async () => {
  const named = [
    'monday.part',
    'before-upgrade.untried',
    'dockhand-2026.backup',
    'dockhand-2026-11-29.backup',
    'dockhand-2026-11.backup.part',
    'dockhand-2026-11-29T02-15-00.backup.old',
  ];
  await mkdir(place());
  for (const name of named) await writeFile(join(place(), name), 'mine');
  const schedule = backups();
  await schedule.round();
  await schedule.close();
  expect(backupsIn(place())).toHaveLength(1);
  expect(await readdir(place())).toEqual(expect.arrayContaining(named));
});

test('the name of a copy is on the disk before it is reported', async () => {
  const source = (path: string): string => JSON.stringify(join(import.meta.dirname, '../../src', path));
  const url = JSON.stringify(join(folder, 'records.sqlite3'));
  // In a process of its own, whose file system calls are recorded.
  const script = `
    const { default: fs } = await import('node:fs');
    const { syncBuiltinESMExports } = await import('node:module');
    const { openSync, renameSync, fsyncSync } = fs;
    const opened = new Map();
    const did = [];
    fs.openSync = (path, ...more) => { const handle = openSync(path, ...more); opened.set(handle, path); return handle; };
    fs.renameSync = (from, to) => { did.push('rename ' + to); renameSync(from, to); };
    fs.fsyncSync = (handle) => { did.push('flush ' + opened.get(handle)); fsyncSync(handle); };
    syncBuiltinESMExports();
    const { ScheduledBackups } = await import(${source('records/backups/scheduled-backups.ts')});
    const log = { info: ({ event }) => did.push(event), warn: console.error, error: console.error };
    const schedule = new ScheduledBackups({ url: ${url}, folder: ${JSON.stringify(place())}, everyHours: 24, keep: 3, log });
    await schedule.round();
    await schedule.close();
    console.log(JSON.stringify(did));`;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  const [newest] = backupsIn(place());
  expect((JSON.parse(answer) as string[]).slice(-3)).toEqual([
    `rename ${newest?.file}`,
    `flush ${place()}`,
    'records.backed-up',
  ]);
}, 60_000);

describe('a trial that fails itself says nothing about the copy', () => {
  const copyOf = async (): Promise<string> => {
    const file = join(folder, 'copy.backup');
    await backUp(join(folder, 'records.sqlite3'), file, false);
    return file;
  };
  const trialOf = (file: string, where = folder) =>
    tryToRestore(join(folder, 'records.sqlite3'), file, where);

  test('a copy is not tried where a folder for it cannot be made', async () => {
    const trial = await trialOf(await copyOf(), join(folder, 'absent'));
    expect(trial).toEqual({ outcome: 'not-tried', why: expect.stringContaining('no such file') });
  });

  test('a copy that somebody holds is not tried', async () => {
    const file = await copyOf();
    const other = new DatabaseSync(file);
    other.exec('BEGIN EXCLUSIVE');
    try {
      expect(await trialOf(file)).toEqual({ outcome: 'not-tried', why: expect.stringContaining('locked') });
    } finally {
      other.close();
    }
    expect(await trialOf(file)).toMatchObject({ outcome: 'restored' });
  });

  test.each([
    ['cut off in the middle', (file: string) => truncate(file, 4_096)],
    ['empty', (file: string) => truncate(file, 0)],
    ['something else', (file: string) => writeFile(file, 'x'.repeat(10_000))],
    ['gone', (file: string) => rm(file)],
    ['of no version', (file: string) => new DatabaseSync(file).exec('DROP TABLE kysely_migration')],
  ])('a copy that is %s is broken', async (_, hurt) => {
    const file = await copyOf();
    await hurt(file);
    await expect(trialOf(file)).rejects.toThrow(/no copy of Dockhand|not there|not those of this version/);
    expect((await readdir(folder)).filter((name) => /trial/.test(name))).toEqual([]);
  });

  (process.getuid?.() === 0 ? test : test.skip)(
    'a copy by schedule is kept, and reported as not tried, where there is no room to put it back',
    async () => {
      const { size } = await stat(await copyOf());
      await mkdir(place());
      const options = `size=${Math.ceil((1.6 * size) / 4096) * 4096}`;
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'dockhand-test', place()]);
      try {
        const schedule = backups();
        await schedule.round();
        await schedule.close();
        expect(backupsIn(place())).toHaveLength(1);
        expect(logged.join('')).toMatch(/records\.backup-not-tried.*ENOSPC/);
        expect(await readdir(place())).toHaveLength(1);
      } finally {
        execFileSync('umount', [place()]);
      }
    },
  );

  test('a trial removes what an earlier one left that died, and nothing else', async () => {
    const file = await copyOf();
    const name = (at: number): string => `dockhand_trial_${at}_0123456789ab`;
    const [old, fresh] = [name(Date.now() - hours(25)), name(Date.now())];
    const others = ['trial-monday', 'trial-before-upgrade', 'dockhand_trial_of_monday', `${old}-mine`];
    const longAgo = new Date(Date.now() - hours(25));
    for (const each of [old, fresh, ...others]) {
      await mkdir(join(folder, each));
      await utimes(join(folder, each), longAgo, longAgo);
    }
    await trialOf(file);
    const left = (await readdir(folder)).filter((each) => each.includes('trial'));
    expect(left.toSorted()).toEqual([fresh, ...others].toSorted());
  });
});

describe('a backup of PostgreSQL by schedule', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await openPostgres();
  }, 240_000);
  afterAll(() => server?.close());
  const asked = async (url: string, sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new pg.Client(url);
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  };
  const trials = `SELECT datname FROM pg_database WHERE datname LIKE 'dockhand_trial%'`;

  test('a copy of PostgreSQL counts when it was put back with all its rows, and leaves no database behind', async () => {
    const url = await server.database();
    const there = await openRecords(url);
    await there.people.setLocale('300000000000000001', 'fr');
    await there.close();
    const schedule = backups({ url });
    await schedule.round();
    await schedule.close();
    expect(logged.join('')).toMatch(/records\.backed-up/);
    expect(logged.join('')).not.toMatch(/not-tried/);
    const [newest] = backupsIn(place());
    const trial = await tryToRestore(url, newest?.file ?? '', place());
    expect(trial).toMatchObject({ outcome: 'restored' });
    if (trial.outcome === 'restored') expect(trial.rows).toEqual(await countRows(url));
    expect(await asked(url, trials)).toEqual([]);
  }, 240_000);

  test('a damaged copy of PostgreSQL cannot be put back, and leaves no database behind', async () => {
    const url = await server.database();
    await (await openRecords(url)).close();
    const file = join(folder, 'damaged');
    await backUp(url, file, false);
    await truncate(file, Math.floor((await stat(file)).size / 2));
    await expect(tryToRestore(url, file, folder)).rejects.toThrow(/nothing was replaced/);
    expect(await asked(url, trials)).toEqual([]);
    // The records' own database is unchanged, although the backup can be read for a while.
    await asked(url, `CREATE TABLE since (n int)`);
    await expect(restore(url, file, true)).rejects.toThrow(/nothing was replaced/);
    expect(await asked(url, `SELECT count(*)::int AS n FROM since`)).toEqual([{ n: 0 }]);
  }, 240_000);

  describe('a trial that fails itself', () => {
    let url: URL;
    let file: string;
    beforeEach(async () => {
      await server.start();
      url = new URL(await server.database());
      await (await openRecords(url.href)).close();
      file = join(folder, 'copy');
      await backUp(url.href, file, false);
    }, 240_000);
    const notTried = async (why: RegExp): Promise<void> =>
      expect(await tryToRestore(url.href, file, folder)).toEqual({
        outcome: 'not-tried',
        why: expect.stringMatching(why),
      });

    test('a copy of PostgreSQL is not tried while the server is away', async () => {
      await server.kill();
      try {
        await notTried(/ECONNREFUSED/);
      } finally {
        await server.start();
      }
    }, 240_000);

    test('a copy of PostgreSQL is not tried where the server takes no further connection', async () => {
      const user = `few_${Date.now()}`;
      await asked(url.href, `CREATE ROLE ${user} LOGIN CREATEDB CONNECTION LIMIT 1`);
      url.username = user;
      await notTried(/too many connections/);
    }, 240_000);

    test('a copy of PostgreSQL is not tried where its tool is missing', async () => {
      const { PATH } = process.env;
      process.env.PATH = folder;
      try {
        await notTried(/pg_restore is not installed/);
      } finally {
        process.env.PATH = PATH;
      }
    }, 240_000);

    test('databases of trials that died go with the next trial', async () => {
      const name = (at: number): string => `dockhand_trial_${at}_0123456789ab`;
      const [old, fresh] = [name(Date.now() - hours(25)), name(Date.now())];
      for (const each of [old, fresh]) await asked(url.href, `CREATE DATABASE ${each}`);
      expect(await tryToRestore(url.href, file, folder)).toMatchObject({ outcome: 'restored' });
      const left = (await asked(url.href, trials)).map(({ datname }) => datname);
      await asked(url.href, `DROP DATABASE ${fresh}`);
      expect(left).toEqual([fresh]);
    }, 240_000);
  });

  test('a copy of PostgreSQL is kept and reported as not tried where the user may make no database', async () => {
    const url = new URL(await server.database());
    await (await openRecords(url.href)).close();
    await asked(url.href, `CREATE ROLE plain LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO plain`);
    url.username = 'plain';
    const schedule = backups({ url: url.href });
    await schedule.round();
    await schedule.close();
    expect(backupsIn(place())).toHaveLength(1);
    expect(logged.join('')).toMatch(/records\.backup-not-tried/);
  }, 240_000);
});

test('a copy of SQLite that lacks rows is no copy', async () => {
  await records.people.setLocale('300000000000000001', 'fr');
  const counts = await countRows(join(folder, 'records.sqlite3'));
  const before = new Map([...counts, ['submission', 7]]);
  expect(() => mustHaveAll(counts, before, before)).toThrow('submission: 0 of 7');
  // Somebody was deleted meanwhile, or the table is newer than the backup.
  expect(() => mustHaveAll(counts, before, counts)).not.toThrow();
  expect(() => mustHaveAll(counts, counts, before)).not.toThrow();
});

test('no copies are made where none are wanted', async () => {
  const schedule = backups({ everyHours: 0 });
  await schedule.close();
  expect(existsSync(place())).toBe(false);
});
