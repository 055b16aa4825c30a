import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Person, textOf } from '../../classroom/server.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { full, seed } from '../support/sample.ts';
import { until } from '../support/until.ts';
import type { ControlledProcess } from './support/controlled-process.ts';
import { nextVersion } from './support/next-version.ts';
import { leftovers, openRig, type Rig, verdictsShownTo } from './support/rig.ts';

/**
 * An upgrade with old and new side by side: bots and workers of this version and of the next, neither of which can read the other's jobs
 * and verdicts, on the same records and queue.
 */

const patience = 120_000;
/** All of them take two minutes: one of the four each day, all with DOCKHAND_FULL=1. */
const onDay = (n: number) => (full || seed % 4 === n ? test : test.skip);
let server: Postgres;
let next: Awaited<ReturnType<typeof nextVersion>>;
let database: pg.Client;
let rig: Rig;
/** Old and new processes, by their role. */
let oldBot: ControlledProcess;
let newBot: ControlledProcess;
let oldWorker: ControlledProcess;
let newWorker: ControlledProcess;

beforeAll(async () => {
  [server, next] = await Promise.all([openPostgres(), nextVersion()]);
  const url = await server.database();
  rig = await openRig({ workers: 2, boxes: 4, pace: 0.05, database: url, otherVersion: next.home });
  database = new pg.Client(url);
  await database.connect();
  [oldBot, newBot] = [rig.bot, rig.twin];
  const [first, second] = rig.workers;
  if (first === undefined || second === undefined) throw new Error('too few workers');
  [oldWorker, newWorker] = [first, second];
}, 2 * patience);
afterAll(async () => {
  await rig?.close();
  await database?.end();
  await server?.close();
  await next?.close();
}, 2 * patience);

/** From now on these run, and no others. Bots that stop hand over before the next one starts. */
async function only(...wanted: readonly ControlledProcess[]): Promise<void> {
  const others = [oldBot, newBot, oldWorker, newWorker].filter((one) => !wanted.includes(one));
  await Promise.all(others.filter((one) => one.running()).map((one) => one.stop()));
  await Promise.all(wanted.map((one) => one.start()));
}

async function submitted(count: number): Promise<readonly Person[]> {
  const people = Array.from({ length: count }, () => rig.student());
  await Promise.all(people.map((person) => rig.submit(person)));
  return people;
}

/** The jobs that the new worker has handed on. */
async function handedOnByNew(): Promise<ReadonlySet<string>> {
  const log = await readFile(join(rig.folder, 'worker-1.log'), 'utf8');
  return new Set([...log.matchAll(/worker\.job-handed-on","job":"([^"]+)"/g)].map(([, job = '']) => job));
}

interface Ended {
  readonly id: string;
  readonly run: number;
  readonly state: string;
  readonly verdicts: number;
  readonly notified: boolean;
  readonly outcome: string | null;
  readonly reason: string | null;
}

async function submissionsOf(people: readonly Person[]): Promise<readonly Ended[]> {
  const { rows } = await database.query<Ended>(
    `SELECT s.id, s.run::int AS run, s.state, s.told_at IS NOT NULL AS notified, v.outcome, v.reason,
            (SELECT count(*)::int FROM verdict w WHERE w.submission = s.id) AS verdicts
       FROM submission s LEFT JOIN verdict v ON v.submission = s.id AND v.run = s.run WHERE s."user" = ANY($1)`,
    [people.map(({ id }) => id)],
  );
  return rows;
}

/** Each student has one submission with this outcome and was notified of it once; nothing is left in the queue. */
async function mustEnd(people: readonly Person[], end: Partial<Ended>): Promise<void> {
  const all = await until(
    () => submissionsOf(people),
    (found) => found.length === people.length && found.every(({ notified }) => notified),
    patience,
  );
  for (const one of all) expect(one).toMatchObject({ state: 'judged', verdicts: 1, ...end });
  await until(
    () => leftovers(rig),
    (left) => left.length === 0,
    patience,
  );
  for (const person of people) expect(verdictsShownTo(person)).toHaveLength(1);
}

onDay(0)(
  'jobs that wait for an old worker are left to it by a new one, and each student is notified once',
  async () => {
    await only(oldBot, newWorker);
    const people = await submitted(4);
    await until(
      async () => (await handedOnByNew()).size,
      (count) => count >= people.length,
      patience,
    );
    await only(oldBot, newBot, oldWorker, newWorker);
    await mustEnd(people, { run: 1, outcome: 'passed' });
  },
  2 * patience,
);

onDay(1)(
  'once the new bot has taken over, its jobs are left to the new worker by the old one',
  async () => {
    await only(newBot, oldWorker, newWorker);
    await mustEnd(await submitted(4), { run: 1, outcome: 'passed' });
  },
  2 * patience,
);

onDay(2)(
  'a verdict whose version the only bot cannot read is handed on twice, and then an error of ours that the staff hears of',
  async () => {
    await only(newBot);
    const people = await submitted(2);
    await only(oldBot, newWorker);
    await mustEnd(people, { run: 1, outcome: 'error', reason: 'verdict-unreadable' });
    const log = await readFile(join(rig.folder, 'bot.log'), 'utf8');
    for (const { id } of await submissionsOf(people))
      expect([...log.matchAll(new RegExp(`verdict-handed-on","job":"${id}-1"`, 'g'))]).toHaveLength(2);
    const alerts = await until(
      () =>
        rig.assistant
          .seesEverywhere()
          .map(textOf)
          .filter((text) => text.includes('could not be read')),
      (found) => found.length > 0,
      patience,
    );
    expect(alerts).toEqual([expect.stringContaining('of another version than the bot')]);
  },
  2 * patience,
);

onDay(3)(
  'a job of an old bot that no old worker came for is queued again by the new bot in its own version',
  async () => {
    await only(oldBot);
    const people = await submitted(2);
    await only(newBot, newWorker);
    const jobs = (await submissionsOf(people)).map(({ id }) => `${id}-1`);
    await until(handedOnByNew, (handedOn) => jobs.every((job) => handedOn.has(job)), patience);
    // As if it had been handed on for the four minutes that this takes: BullMQ counts how often a job was taken.
    for (const job of jobs) await rig.redis.ask.hset(`${rig.prefix}:verify:${job}`, 'ats', '12');
    await mustEnd(people, { run: 2, outcome: 'passed' });
  },
  2 * patience,
);
