import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../../classroom/server.ts';
import { openDice } from './dice.ts';
import { allFaults, type Fault, type Lane, lanes } from './faults.ts';
import {
  countUnderway,
  leftovers,
  openRig,
  type Recorded,
  type Rig,
  recorded,
  verdictsShownTo,
} from './rig.ts';
import { openSmallDisk } from './small-disk.ts';

export interface StormResult {
  /** Students who were told that Dockhand got their files. */
  readonly submitted: number;
  /** Of these, whose newest submission has a standing verdict. */
  readonly verdicts: number;
  /** Submissions that were judged more than once. */
  readonly twice: number;
  /** Students who were shown a verdict. */
  readonly told: number;
  /** Messages with a verdict beyond one for each submission. */
  readonly toldTwice: number;
  readonly leftovers: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly seed: number;
}

export interface StormOptions {
  readonly count: number;
  readonly seed: number;
  /** How often each kind of fault strikes, and each slow one. */
  readonly times: number;
  readonly slowTimes: number;
  readonly minuteMs: number;
  readonly workers: number;
  readonly boxes: number;
  /** Share of the usual time that each phase takes. */
  readonly pace: number;
  readonly lockMs: number;
  /** How many students may be waiting for their verdict at once. */
  readonly atOnce: number;
  /** Only these kinds. */
  readonly only?: readonly string[];
  /** Given up on when it is not over by then. Seconds. */
  readonly giveUpAfter: number;
  readonly say: (line: string) => void;
  /** Called with the rig when it runs, for instance to add workers. */
  readonly also?: (rig: Rig) => Promise<() => Promise<void>>;
  readonly keep?: boolean;
}

/** A class that submits through a storm of faults, and what came of it. */
export async function storm(options: StormOptions): Promise<StormResult> {
  const { count, seed, say } = options;
  const began = performance.now();
  const dice = openDice(seed);
  const disk = await openSmallDisk(48 + Math.ceil(count / 20));
  const rig = await openRig({
    workers: options.workers,
    boxes: options.boxes,
    pace: options.pace,
    lockMs: options.lockMs,
    remote: true,
    keep: options.keep ?? false,
    ...(disk === null ? {} : { records: disk.folder }),
  });
  say(`seed ${seed}, logs in ${rig.folder}`);
  let alsoEnd = async (): Promise<void> => {};
  try {
    await rig.start();
    if (options.also !== undefined) alsoEnd = await options.also(rig);
    const { lockMs, minuteMs } = options;
    const faults = Object.entries(allFaults({ rig, dice, lockMs, minuteMs, disk })).filter(
      ([name]) => options.only?.includes(name) ?? true,
    );
    const struck: Record<string, number> = Object.fromEntries(faults.map(([name]) => [name, 0]));
    const took: Record<string, number> = { ...struck };
    const plan = faults.flatMap(([name, fault]) =>
      Array.from({ length: fault.slow ? options.slowTimes : options.times }, () => ({ name, fault })),
    );
    const progress: Progress = { planned: plan.length, over: 0, count, came: 0, allCame: false };
    const end = began + options.giveUpAfter * 1_000;
    const people: Person[] = [];
    await Promise.all([
      holdClass({ rig, options, progress, people, end }),
      ...lanesOf(dice.shuffled(plan)).map((lane) => run(lane, { struck, took, progress, dice, say, end })),
    ]);
    say(
      `seconds in all: ${Object.entries(took)
        .map(([name, ms]) => `${name} ${Math.round(ms / 1_000)}`)
        .join(', ')}`,
    );
    say(`all ${people.length} are in after ${since(began)} s; waiting for the last verdicts`);
    await calm(rig, end);
    await alsoEnd();
    alsoEnd = async () => {};
    const left = await settled(rig);
    for (const each of left) say(`left over: ${each}`);
    return judge({ rig, people, struck, left, seconds: since(began), seed, say });
  } finally {
    await alsoEnd();
    await rig.close();
    await disk?.close();
  }
}

const since = (began: number): number => Math.round((performance.now() - began) / 1_000);

interface Progress {
  readonly planned: number;
  over: number;
  readonly count: number;
  came: number;
  allCame: boolean;
}

const isAheadOfClass = ({ planned, over, count, came, allCame }: Progress): boolean =>
  !allCame && over / planned > came / count + 0.05;

interface Planned {
  readonly name: string;
  readonly fault: Fault;
}

/** The plan dealt out to as many hands as each lane has, each of which takes one after the other. */
function lanesOf(plan: readonly Planned[]): readonly (readonly Planned[])[] {
  const names = Object.keys(lanes) as Lane[];
  return names.flatMap((name) => {
    const inLane = plan.filter(({ fault }) => fault.lane === name);
    return Array.from({ length: lanes[name] }, (_, hand) =>
      inLane.filter((_, n) => n % lanes[name] === hand),
    );
  });
}

/** One fault after the other, with quiet moments in between; one that finds nothing to strike at is tried again. */
async function run(
  lane: readonly Planned[],
  {
    struck,
    took,
    progress,
    dice,
    say,
    end,
  }: {
    readonly struck: Record<string, number>;
    /** Milliseconds in all. */
    readonly took: Record<string, number>;
    readonly progress: Progress;
    readonly dice: ReturnType<typeof openDice>;
    readonly say: (line: string) => void;
    readonly end: number;
  },
): Promise<void> {
  for (const { name, fault } of lane) {
    // Not before the class: a storm over an empty room proves nothing.
    while (isAheadOfClass(progress) && performance.now() < end) await sleep(100);
    for (let tries = 0; tries < 3 && performance.now() < end; tries += 1) {
      await sleep(dice.between(200, 1_500));
      const began = performance.now();
      const hit = await fault.strike().catch((error: unknown) => {
        say(`${name}: ${String(error)}`);
        return false;
      });
      took[name] = (took[name] ?? 0) + performance.now() - began;
      if (!hit) continue;
      struck[name] = (struck[name] ?? 0) + 1;
      break;
    }
    progress.over += 1;
  }
}

/** Students come as the storm goes on, so that the last of them meets the last fault. */
async function holdClass({
  rig,
  options,
  progress,
  people,
  end,
}: {
  readonly rig: Rig;
  readonly options: StormOptions;
  readonly progress: Progress;
  readonly people: Person[];
  readonly end: number;
}): Promise<void> {
  const { count, atOnce, say } = options;
  const waiting = new Set<Promise<void>>();
  while (progress.came < count && performance.now() < end) {
    const share = progress.planned === 0 ? 1 : progress.over / progress.planned + 0.1;
    if (progress.came < count * share && waiting.size < 20 && underway(rig) < atOnce) {
      progress.came += 1;
      const person = rig.student();
      const coming: Promise<void> = rig
        .submit(person)
        .then(() => void people.push(person))
        .catch((error: unknown) => say(String(error)))
        .finally(() => waiting.delete(coming));
      waiting.add(coming);
      if (progress.came % 50 === 0)
        say(`${progress.came} students came, ${progress.over} of ${progress.planned} faults are over`);
    }
    await sleep(50);
  }
  progress.allCame = true;
  await Promise.all(waiting);
}

/** The storm is over: everything runs again, and what was promised is kept. */
async function calm(rig: Rig, end: number): Promise<void> {
  rig.classroom.faults.clear();
  await rig.redis.empty().catch(() => undefined);
  await Promise.all(
    [rig.bot, ...rig.workers, ...(rig.remote ? [rig.remote.worker] : [])].map((one) => one.start()),
  );
  while (performance.now() < end) {
    const all = recordedSafely(rig);
    if (all.length > 0 && all.every(({ state, told }) => state === 'judged' && told)) return;
    await sleep(500);
  }
}

/** Submissions without a verdict; as good as none where the records cannot be read just now. */
function underway(rig: Rig): number {
  try {
    return countUnderway(rig.database);
  } catch {
    return 0;
  }
}

function recordedSafely(rig: Rig): readonly Recorded[] {
  try {
    return recorded(rig.database);
  } catch {
    return [];
  }
}

/** What is left when everything had time to go. */
async function settled(rig: Rig): Promise<readonly string[]> {
  let left = await leftovers(rig);
  for (let tries = 0; tries < 90 && left.length > 0; tries += 1) {
    await sleep(1_000);
    left = await leftovers(rig);
  }
  return left;
}

function judge({
  rig,
  people,
  struck,
  left,
  seconds,
  seed,
  say,
}: {
  readonly rig: Rig;
  readonly people: readonly Person[];
  readonly struck: Readonly<Record<string, number>>;
  readonly left: readonly string[];
  readonly seconds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}): StormResult {
  const all = recorded(rig.database);
  const byUser = new Map<string, Recorded[]>();
  for (const one of all) byUser.set(one.user, [...(byUser.get(one.user) ?? []), one]);
  let [verdicts, told, toldTwice] = [0, 0, 0];
  for (const person of people) {
    const hers = byUser.get(person.id) ?? [];
    if (hers.length > 0 && hers.every(({ state }) => state === 'judged')) verdicts += 1;
    const shown = verdictsShownTo(person).length;
    const due = hers.filter(({ reason }) => reason !== 'superseded').length;
    if (shown > 0) told += 1;
    else say(`not told: ${person.name} ${JSON.stringify(hers)}`);
    if (shown > due) {
      toldTwice += shown - due;
      say(`told ${shown} times: ${person.name} ${JSON.stringify(hers)}`);
    }
  }
  const twice = all.filter((one) => one.verdicts > 1);
  for (const one of twice) say(`judged ${one.verdicts} times: ${JSON.stringify(one)}`);
  const outcomes = Object.groupBy(all, ({ outcome, reason }) => `${outcome} ${reason ?? ''}`.trim());
  say(
    `outcomes: ${Object.entries(outcomes)
      .map(([name, of]) => `${name} ${of?.length}`)
      .join(', ')}`,
  );
  return {
    submitted: people.length,
    verdicts,
    twice: twice.length,
    told,
    toldTwice,
    leftovers: left.length,
    faults: struck,
    seconds,
    seed,
  };
}
