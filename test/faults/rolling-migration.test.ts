import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Person } from '../../classroom/server.ts';
import { openPostgres } from '../support/postgres.ts';
import { full, seed } from '../support/sample.ts';
import { until } from '../support/until.ts';
import { versionWithMigration } from './support/next-version.ts';
import { leftovers, openRig, type Rig, verdictsShownTo } from './support/rig.ts';

/**
 * An upgrade with a migration that only adds: everything that an old bot does before, beside and after it is kept, each student is
 * notified once, and an old bot that starts on the new tables is refused.
 */

const patience = 180_000;
/** Each takes more than a minute: they alternate by day, both run with DOCKHAND_FULL=1. */
const onDay = (n: number) => (full || seed % 4 === n ? test : test.skip);
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, patience);

/** A rig whose twin is the version with the migration. */
async function openUpgrade(database?: string): Promise<Rig> {
  const next = await versionWithMigration();
  endings.push(next.close);
  const rig = await openRig({
    ...{ workers: 1, boxes: 2, pace: 0.05, otherVersion: next.home },
    ...(database === undefined ? {} : { database }),
  });
  endings.push(() => rig.close());
  return rig;
}

async function submitted(rig: Rig, count: number): Promise<readonly Person[]> {
  const people = Array.from({ length: count }, () => rig.student());
  await Promise.all(people.map((person) => rig.submit(person)));
  return people;
}

async function mustBeToldOnce(rig: Rig, people: readonly Person[]): Promise<void> {
  await until(
    async () => people.filter((person) => verdictsShownTo(person).length > 0).length,
    (told) => told === people.length,
    patience,
  );
  await until(
    () => leftovers(rig),
    (left) => left.length === 0,
    patience,
  );
  expect(people.map((person) => verdictsShownTo(person).length)).toEqual(people.map(() => 1));
}

interface Kept {
  readonly submissions: number;
  readonly verdicts: number;
  readonly marked: number;
}
const keptSql = `SELECT (SELECT count(*) FROM submission) AS submissions, (SELECT count(*) FROM verdict) AS verdicts,
  (SELECT count(*) FROM submission WHERE next_mark = 7) AS marked`;
const numbers = (row: Readonly<Record<string, unknown>> | undefined): Kept => ({
  submissions: Number(row?.submissions),
  verdicts: Number(row?.verdicts),
  marked: Number(row?.marked),
});

/** The old version starts on the new tables, and refuses with a message that says what to do. */
async function mustRefuseOld(rig: Rig): Promise<void> {
  await expect(rig.bot.start()).rejects.toThrow(/does not start/);
  const log = await readFile(join(rig.folder, 'bot.log'), 'utf8');
  expect(log).toMatch(/A newer Dockhand has changed these records \(900-next\)/);
}

onDay(0)(
  'an old bot on PostgreSQL goes on beside a new one that brings the tables up to date, and cannot be started again',
  async () => {
    const server = await openPostgres();
    endings.push(() => server.close());
    const rig = await openUpgrade(await server.database());
    const database = new pg.Client(rig.database);
    await database.connect();
    endings.push(() => database.end());
    await rig.bot.start();
    const before = await submitted(rig, 2);
    // The migration runs while the old bot has unfinished work.
    await rig.twin.start();
    const beside = await submitted(rig, 2);
    expect(rig.bot.running()).toBe(true);
    await rig.workers[0]?.start();
    await mustBeToldOnce(rig, [...before, ...beside]);
    await rig.bot.stop();
    const after = await submitted(rig, 2);
    await mustBeToldOnce(rig, after);
    expect(numbers((await database.query(keptSql)).rows[0])).toEqual({
      submissions: 6,
      verdicts: 6,
      marked: 6,
    });
    await mustRefuseOld(rig);
  },
  4 * patience,
);

onDay(2)(
  'what an old bot on SQLite leaves when it is killed is brought up to date, judged and told by a new one',
  async () => {
    const rig = await openUpgrade();
    await rig.bot.start();
    const before = await submitted(rig, 2);
    await rig.bot.kill();
    await rig.twin.start();
    await rig.workers[0]?.start();
    const after = await submitted(rig, 2);
    await mustBeToldOnce(rig, [...before, ...after]);
    const database = new DatabaseSync(rig.database, { readOnly: true });
    endings.push(async () => database.close());
    expect(numbers(database.prepare(keptSql).get())).toEqual({ submissions: 4, verdicts: 4, marked: 4 });
    await mustRefuseOld(rig);
  },
  4 * patience,
);
