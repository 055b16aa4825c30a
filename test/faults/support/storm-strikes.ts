import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.ts';
import { type Fault, type Lane, lanes } from './fault.ts';
import { isAheadOfClass, type Progress } from './storm-class.ts';

export interface Planned {
  readonly name: string;
  readonly fault: Fault;
}

/** The plan, distributed over the runners of each lane; each runner takes one fault after the other. */
export function lanesOf(plan: readonly Planned[]): readonly (readonly Planned[])[] {
  const names = Object.keys(lanes) as Lane[];
  return names.flatMap((name) => {
    const inLane = plan.filter(({ fault }) => fault.lane === name);
    return Array.from({ length: lanes[name] }, (_, hand) =>
      inLane.filter((_, n) => n % lanes[name] === hand),
    );
  });
}

/** How often a fault may find no target. */
const mostTries = 20;

/** One fault after the other, with pauses in between; one that finds no target is tried again after the others. */
export async function strikeAlong(
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
    /** In total, in milliseconds. */
    readonly took: Record<string, number>;
    readonly progress: Progress;
    readonly dice: Dice;
    readonly say: (line: string) => void;
    readonly end: number;
  },
): Promise<void> {
  const left = lane.map((planned) => ({ ...planned, tries: 0 }));
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { name, fault } = next;
    // Not before the class has begun: a storm without submissions proves nothing.
    while (isAheadOfClass(progress) && performance.now() < end) await sleep(100);
    if (performance.now() > end) return;
    await sleep(dice.between(200, 1_500));
    const began = performance.now();
    const hit = await fault.strike().catch((error: unknown) => {
      say(`${name}: ${String(error)}`);
      return false;
    });
    took[name] = (took[name] ?? 0) + performance.now() - began;
    if (hit) struck[name] = (struck[name] ?? 0) + 1;
    next.tries += 1;
    if (hit || next.tries === mostTries) progress.over += 1;
    else left.push(next);
  }
}
