import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { phaseNames } from '../../src/submission/verdict.ts';
import { until } from '../support/until.ts';
import { openDice, seedOf } from './support/dice.ts';
import { allFaults } from './support/faults.ts';
import { crashPoints } from './support/process-faults.ts';
import { recorded } from './support/recorded.ts';
import { leftovers, openRig, type Rig, type RigOptions, verdictsShownTo } from './support/rig.ts';
import { openSmallDisk, type SmallDisk } from './support/small-disk.ts';

/**
 * Each fault by itself, with real processes: a student submits, the fault strikes, and they are notified exactly once. By default a
 * sample of the crash points, all of them with DOCKHAND_FULL=1. DOCKHAND_SEED repeats a sample.
 */
const full = process.env.DOCKHAND_FULL === '1';
const seed = seedOf();
const dice = openDice(seed);
const patience = 240_000;

/** Opens a rig for the tests of a describe: each of them leaves it as it found it, see {@link kept}. */
function rigOf(options: () => Promise<RigOptions>): () => Rig {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({ workers: 2, boxes: 4, pace: 0.15, lockMs: 3_000, ...(await options()) });
    await rig.start();
  }, patience);
  afterAll(async () => {
    await rig?.close();
  }, 60_000);
  return () => rig;
}

const ofPeople = ({ database }: Rig, people: readonly ReturnType<Rig['student']>[]) =>
  recorded(database).filter(({ user }) => people.some(({ id }) => id === user));

/** Every student has one standing verdict and was notified of it once; nothing is left over. */
async function kept(of: Rig, people: readonly ReturnType<Rig['student']>[]): Promise<void> {
  await until(
    () => recorded(of.database).map(({ state, notified }) => `${state} ${notified}`),
    (all) => all.length > 0 && all.every((one) => one === 'judged true'),
    patience,
  );
  await until(
    () => leftovers(of),
    (left) => left.length === 0,
    patience,
  );
  const all = recorded(of.database);
  expect({ seed, twice: all.filter((one) => one.verdicts > 1) }).toEqual({ seed, twice: [] });
  for (const person of people) {
    const due = all.filter(({ user, reason }) => user === person.id && reason !== 'superseded').length;
    expect({ seed, shown: verdictsShownTo(person).length }).toEqual({ seed, shown: due });
  }
}

describe('with short phases', () => {
  const rig = rigOf(async () => ({}));

  test('a bot that is killed before and after each of its writes breaks no promise', async () => {
    const now = rig();
    const points = full ? dice.shuffled(crashPoints) : dice.shuffled(crashPoints).slice(0, 2);
    const people: ReturnType<Rig['student']>[] = [];
    for (const point of points) {
      const person = now.student();
      people.push(person);
      now.bot.inject({ crashAt: point });
      const submitted = now.submit(person);
      expect({ point, died: await now.bot.died(patience) }).toEqual({ point, died: true });
      await now.bot.start();
      await submitted;
    }
    await kept(now, people);
  }, 1_200_000);

  test('a worker that is killed in each phase loses no job', async () => {
    const now = rig();
    const [worker, ...others] = now.workers;
    if (worker === undefined) throw new Error('no worker');
    await Promise.all(others.map((other) => other.stop()));
    const people: ReturnType<Rig['student']>[] = [];
    for (const phase of full ? phaseNames : [dice.one(phaseNames)]) {
      const person = now.student();
      people.push(person);
      worker.inject({ crashAt: phase });
      await now.submit(person);
      expect({ phase, died: await worker.died(patience) }).toEqual({ phase, died: true });
      await worker.start();
      await until(
        () => recorded(now.database).every(({ state }) => state === 'judged'),
        (judged) => judged,
        patience,
      );
    }
    await Promise.all(others.map((other) => other.start()));
    expect(ofPeople(now, people).map(({ outcome }) => outcome)).toEqual(people.map(() => 'passed'));
    await kept(now, people);
  }, 1_200_000);

  test('a bot whose clock was a day ahead for a moment still notifies a whole class', async () => {
    const now = rig();
    now.bot.inject({ clock: 86_400_000 });
    const early = [now.student(), now.student()];
    await Promise.all(early.map((person) => now.submit(person)));
    await until(
      () => ofPeople(now, early).every(({ notified }) => notified),
      (notified) => notified,
      patience,
    );
    now.bot.inject({ clock: 0 });
    // More requests than Discord allows in a second: by the wall clock, that second lasts until tomorrow.
    const late = Array.from({ length: 30 }, () => now.student());
    await Promise.all(late.map((person) => now.submit(person)));
    await kept(now, [...early, ...late]);
  }, 600_000);
});

describe('with longer phases', () => {
  const rig = rigOf(async () => ({ pace: 0.3 }));

  test('a rolling restart of all workers loses nothing', async () => {
    const now = rig();
    const people = Array.from({ length: 5 }, () => now.student());
    await Promise.all(people.map((person) => now.submit(person)));
    for (const worker of now.workers) {
      await worker.stop();
      await worker.start();
    }
    await kept(now, people);
    const standing = ofPeople(now, people).filter(({ reason }) => reason !== 'superseded');
    expect(standing.every(({ outcome }) => outcome === 'passed')).toBe(true);
  }, 600_000);

  test('two workers that both believe they own a job produce one verdict, sent once', async () => {
    const now = rig();
    const people = [now.student(), now.student()];
    await Promise.all(people.map((person) => now.submit(person)));
    await until(
      () => now.boxes.held(),
      (held) => held > 0,
      patience,
    );
    // Both are stopped in the middle, so whichever has the job loses it; the second goes on while the first still sleeps.
    const [first, second] = now.workers;
    first?.freeze();
    await sleep(8_000);
    first?.thaw();
    second?.freeze();
    await sleep(8_000);
    second?.thaw();
    await kept(now, people);
  }, 600_000);
});

describe('one after the other, while students come', () => {
  let disk: SmallDisk | null = null;
  const rig = rigOf(async () => {
    disk = await openSmallDisk(48);
    return { remote: true, ...(disk === null ? {} : { records: disk.folder }) };
  });
  afterAll(() => disk?.close());

  test('every other kind of fault strikes without breaking a promise', async () => {
    const now = rig();
    const faults = Object.entries(
      allFaults({ rig: now, dice, lockMs: 3_000, minuteMs: full ? 60_000 : 6_000, disk }),
    ).filter(([name]) => !['worker killed', 'bot killed'].includes(name));
    const people: ReturnType<Rig['student']>[] = [];
    const chosen = full ? faults : dice.shuffled(faults).slice(0, 4);
    for (const [name, fault] of chosen) {
      const person = now.student();
      people.push(person);
      const submitted = now.submit(person);
      const struck = await fault.strike();
      // With an empty queue there is no older job to find, and no box to strike once the work is done.
      if (!['job of an older version', 'engine killed', 'engine frozen'].includes(name))
        expect({ name, struck }).toEqual({ name, struck: true });
      await submitted;
    }
    now.classroom.faults.clear();
    await kept(now, people);
  }, 1_500_000);
});
