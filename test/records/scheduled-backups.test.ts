import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { restore } from '../../src/records/backup.ts';
import { openRecords } from '../../src/records/open-records.ts';
import type { Records } from '../../src/records/records.ts';
import { backupsIn, ScheduledBackups } from '../../src/records/scheduled-backups.ts';

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
  await schedule.round();
  await age(hours(30));
  const broken = backups({ url: join(folder, 'absent.sqlite3') });
  await broken.round();
  expect(backupsIn(place())).toHaveLength(1);
  expect(logged.join('')).toMatch(/"level":50.*records\.backup-failed/);
  expect((await readdir(place())).filter((name) => /part|trial/.test(name))).toEqual([]);
  await Promise.all([schedule.close(), broken.close()]);
});

test('no copies are made where none are wanted', async () => {
  const schedule = backups({ everyHours: 0 });
  await schedule.close();
  expect(existsSync(place())).toBe(false);
});
