import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { backUp, restore } from '../../src/records/backup.ts';
import { openRecords } from '../../src/records/open-records.ts';
import type { Records } from '../../src/records/records.ts';
import { countRows } from '../../src/records/row-counts.ts';
import { backupsIn, mustHaveAll, ScheduledBackups } from '../../src/records/scheduled-backups.ts';
import { tryToRestore } from '../../src/records/trial-restore.ts';
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
/** As if the newest copy had been made so long ago. */
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
  // In the same second as the first, whose name it would have.
  await broken.round(now);
  expect(backupsIn(place())).toHaveLength(1);
  expect(logged.join('')).toMatch(/"level":50.*records\.backup-failed/);
  expect((await readdir(place())).filter((name) => /part|trial/.test(name))).toEqual([]);
  await Promise.all([schedule.close(), broken.close()]);
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
  }, 240_000);

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
  // Somebody deleted meanwhile, or the table is newer than the copy.
  expect(() => mustHaveAll(counts, before, counts)).not.toThrow();
  expect(() => mustHaveAll(counts, counts, before)).not.toThrow();
});

test('no copies are made where none are wanted', async () => {
  const schedule = backups({ everyHours: 0 });
  await schedule.close();
  expect(existsSync(place())).toBe(false);
});
