/** Seeded random numbers: the same seed makes the same storm, as far as timing allows. */
export interface Dice {
  /** From 0 up to 1. */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  readonly shuffled: <T>(of: readonly T[]) => T[];
}

export function openDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const one = <T>(of: readonly T[]): T => {
    const chosen = of[Math.floor(next() * of.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    one,
    shuffled: (of) => {
      const left = [...of];
      return of.map(() => {
        const chosen = left.splice(Math.floor(next() * left.length), 1)[0];
        if (chosen === undefined) throw new Error('nothing left');
        return chosen;
      });
    },
  };
}

/** The seed of a run: DOCKHAND_SEED, or a new one. Callers print it, so that a failure can be reproduced. */
export const seedOf = (): number =>
  process.env.DOCKHAND_SEED === undefined
    ? Math.floor(Math.random() * 2 ** 31)
    : Number(process.env.DOCKHAND_SEED);
