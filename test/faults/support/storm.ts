import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../../classroom/server.ts';
import { openDice } from './dice.ts';
import type { Fault } from './fault.ts';
import { allFaults } from './faults.ts';
import { buildForReal, type RealBuilds } from './real-builds.ts';
import { type Recorded, recorded } from './recorded.ts';
import { leftovers, openRig, type Rig } from './rig.ts';
import { openSmallDisk } from './small-disk.ts';
import { holdClass, type Progress } from './storm-class.ts';
import type { StormOptions } from './storm-options.ts';
import { isKept, judge, type StormResult } from './storm-result.ts';
import { lanesOf, strikeAlong } from './storm-strikes.ts';

/** A class that submits through a storm of faults, and the outcome. */
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
    ...(disk === null ? {} : { records: disk.folder }),
  });
  say(`seed ${seed}, logs in ${rig.folder}`);
  const open: { real: RealBuilds | null } = { real: null };
  const through = async (): Promise<StormResult> => {
    await rig.start();
    const { lockMs, minuteMs, real: wanted = 0 } = options;
    const real = wanted > 0 ? await buildForReal(rig, { boxes: 2, wanted, say }) : null;
    open.real = real;
    const faults = Object.entries(allFaults({ rig, dice, lockMs, minuteMs, disk, real })).filter(
      ([name]) => options.only?.includes(name) ?? true,
    );
    const struck: Record<string, number> = Object.fromEntries(faults.map(([name]) => [name, 0]));
    const took: Record<string, number> = { ...struck };
    const plan = faults.flatMap(([name, fault]) =>
      Array.from({ length: timesOf(fault, options) }, () => ({ name, fault })),
    );
    const progress: Progress = { planned: plan.length, over: 0, count, came: 0, allCame: false };
    const end = began + options.giveUpAfter * 1_000;
    const people: Person[] = [];
    await Promise.all([
      holdClass({ rig, options, progress, people, real, end }),
      ...lanesOf(dice.shuffled(plan)).map((lane) =>
        strikeAlong(lane, { struck, took, progress, dice, say, end }),
      ),
    ]);
    say(
      `seconds in all: ${Object.entries(took)
        .map(([name, ms]) => `${name} ${Math.round(ms / 1_000)}`)
        .join(', ')}`,
    );
    say(`all ${people.length} are in after ${since(began)} s; waiting for the last verdicts`);
    await calm(rig, end);
    await real?.stop();
    const left = await settled(rig, real);
    for (const each of left) say(`left over: ${each}`);
    return judge({ rig, people, struck, left, built: real?.built() ?? 0, seconds: since(began), seed, say });
  };
  const stopped = new Promise<never>((_, reject) => {
    options.stop?.addEventListener('abort', () => reject(new Error('the storm was stopped')));
  });
  let keep = options.keep ?? false;
  try {
    const result = await Promise.race([through(), stopped]);
    // If a promise was broken, the logs say why.
    if (!isKept(result)) keep = true;
    return result;
  } finally {
    await open.real?.close();
    await rig.close(keep);
    await disk?.close();
  }
}

const timesOf = ({ slow, rare }: Fault, { times, slowTimes, real = 0 }: StormOptions): number =>
  rare ? Math.ceil(real / 12) : slow ? slowTimes : times;

const since = (began: number): number => Math.round((performance.now() - began) / 1_000);

/** The storm is over: everything runs again, and every promise has to be kept. */
async function calm(rig: Rig, end: number): Promise<void> {
  rig.classroom.faults.clear();
  await rig.redis.empty().catch(() => undefined);
  await Promise.all(
    [rig.bot, ...rig.workers, ...(rig.remote ? [rig.remote.worker] : [])].map((one) => one.start()),
  );
  while (performance.now() < end) {
    const all = recordedSafely(rig);
    // The last notifications are checked once more, in case a dead bot's edit arrived late.
    if (all.length > 0 && all.every(({ state, notified }) => state === 'judged' && notified))
      return void (await sleep(18_000));
    await sleep(500);
  }
}

function recordedSafely(rig: Rig): readonly Recorded[] {
  try {
    return recorded(rig.database);
  } catch {
    return [];
  }
}

/** What is left after everything had time to end. */
async function settled(rig: Rig, real: RealBuilds | null): Promise<readonly string[]> {
  const look = async (): Promise<readonly string[]> => {
    const held = (await real?.held()) ?? 0;
    return [...(await leftovers(rig)), ...(held > 0 ? [`real boxes held: ${held}`] : [])];
  };
  let left = await look();
  for (let tries = 0; tries < 150 && left.length > 0; tries += 1) {
    await sleep(1_000);
    left = await look();
  }
  return left;
}
