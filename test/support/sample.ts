import { openDice } from '../faults/support/dice.ts';

/** DOCKHAND_FULL=1 (`npm run test:full`) runs in full what `npm test` samples. */
export const full = process.env.DOCKHAND_FULL === '1';

/**
 * The seed of a sample is the day, so that in time everything is run. It appears in the tests' titles, and DOCKHAND_SEED repeats a day:
 * its number since 1970.
 */
export const seed = Number(process.env.DOCKHAND_SEED ?? Math.floor(Date.now() / 86_400_000));

/** This many of all, chosen by the seed; all of them in a full run. */
export const sampleOf = <T>(all: readonly T[], count: number): readonly T[] =>
  full ? all : openDice(seed).shuffled(all).slice(0, count);
