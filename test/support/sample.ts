import { openDice } from '../faults/support/dice.ts';

/** What `npm test` samples runs whole with DOCKHAND_FULL=1 (`npm run test:full`). */
export const full = process.env.DOCKHAND_FULL === '1';

/**
 * The seed of a sample: the day, so that in time all of it has been run. It stands in the tests' names, and DOCKHAND_SEED repeats a day: its number
 * since 1970.
 */
export const seed = Number(process.env.DOCKHAND_SEED ?? Math.floor(Date.now() / 86_400_000));

/** So many of all, by the seed; all of them in full. */
export const sampleOf = <T>(all: readonly T[], count: number): readonly T[] =>
  full ? all : openDice(seed).shuffled(all).slice(0, count);
