import type { ClassroomClock } from '../clock.ts';

/** The first second of 2015: Discord's epoch. */
const EPOCH = 1_420_070_400_000n;

/**
 * Generates ids as Discord does: 42 bits of milliseconds, then 22 bits that distinguish ids of the same millisecond; always ascending.
 */
export function snowflakes(clock: ClassroomClock): () => string {
  let last = 0n;
  return () => {
    const candidate = (BigInt(clock.now()) - EPOCH) << 22n;
    last = candidate > last ? candidate : last + 1n;
    return last.toString();
  };
}

/** When an id was made, in milliseconds since 1970. */
export function madeAt(id: string): number {
  return Number((BigInt(id) >> 22n) + EPOCH);
}
