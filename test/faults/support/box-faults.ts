import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Means } from './fault.ts';

/** Faults of simulated boxes. */
export function boxFaults({ rig, dice }: Means): Record<string, Fault> {
  const when = async (strike: () => boolean): Promise<boolean> => {
    for (let tries = 0; tries < 50; tries += 1) {
      if (strike()) return true;
      await sleep(100);
    }
    return false;
  };
  return {
    'engine killed': { lane: 'boxes', strike: () => when(rig.boxes.killEngine) },
    'engine frozen': {
      lane: 'boxes',
      strike: () => when(() => rig.boxes.freeze(dice.between(2_000, 8_000))),
    },
  };
}
