import { seededRandom } from '../../test/check/random-inputs.ts';

/** How a class behaves before a deadline, and what a verification costs. The weights of each distribution add up to 1. */
export const usual = {
  /** Verifications per student: most need two, some six. */
  verifications: [
    { share: 0.35, count: 1 },
    { share: 0.3, count: 2 },
    { share: 0.2, count: 3 },
    { share: 0.1, count: 4 },
    { share: 0.05, count: 6 },
  ],
  /** When they come, as minutes before the deadline: a quarter in the last half hour. */
  arrivals: [
    { share: 0.25, from: 30, to: 0 },
    { share: 0.25, from: 120, to: 30 },
    { share: 0.5, from: 1_440, to: 120 },
  ],
  /**
   * Seconds for which a box is occupied, including the start of its next life: sums of phases as measured on two cores with the lesson's
   * solution and its mutations, and 12 s from one life to the next.
   */
  boxSeconds: [
    { share: 0.45, seconds: 12 + 25 },
    { share: 0.3, seconds: 12 + 8 },
    { share: 0.15, seconds: 12 + 18 },
    { share: 0.1, seconds: 12 + 60 },
  ],
} as const;

const mean = <T>(all: readonly T[], share: (one: T) => number, value: (one: T) => number): number =>
  all.reduce((sum, one) => sum + share(one) * value(one), 0);
export const verificationsPerStudent = mean(
  usual.verifications,
  ({ share }) => share,
  ({ count }) => count,
);
export const secondsPerVerification = mean(
  usual.boxSeconds,
  ({ share }) => share,
  ({ seconds }) => seconds,
);

/** Verifications a second in the busiest half hour. */
export const peakPerSecond = (students: number): number =>
  (students * verificationsPerStudent * 0.25) / 1_800;

/**
 * How many boxes a class needs: as many as the busiest half hour occupies, and a fifth more, so that the queue does not grow; at least
 * two. docs/capacity.md has the same formula.
 */
export const boxesFor = (students: number): number =>
  Math.max(2, Math.ceil(peakPerSecond(students) * secondsPerVerification * 1.2));

/** A number in [0, 1). */
type Random = () => number;
export function random(seed: number): Random {
  const draw = seededRandom(seed);
  return () => draw(1_000_000) / 1_000_000;
}

function drawn<T extends { readonly share: number }>(all: readonly T[], at: number): T {
  let left = at;
  for (const one of all) {
    left -= one.share;
    if (left < 0) return one;
  }
  return all.at(-1) as T;
}

export interface Arrival {
  /** Seconds since a day before the deadline. */
  readonly at: number;
  readonly student: number;
  readonly boxSeconds: number;
}

/** All verifications of a class before one deadline, in order of arrival. */
export function arrivals(students: number, chance: Random): readonly Arrival[] {
  const all: Arrival[] = [];
  for (let student = 0; student < students; student += 1) {
    const { count } = drawn(usual.verifications, chance());
    for (let n = 0; n < count; n += 1) {
      const { from, to } = drawn(usual.arrivals, chance());
      const minutes = to + (from - to) * chance();
      const { seconds } = drawn(usual.boxSeconds, chance());
      // No two are alike: the load of a machine varies.
      all.push({ at: (1_440 - minutes) * 60, student, boxSeconds: seconds * (0.7 + 0.6 * chance()) });
    }
  }
  return all.sort((a, b) => a.at - b.at);
}

export interface Played {
  readonly verifications: number;
  /** Seconds from a request to its box: median, 95th percentile, and maximum. */
  readonly waits: { readonly p50: number; readonly p95: number; readonly longest: number };
  /** The longest line. */
  readonly longestLine: number;
}

/** Simulates a queue with a number of boxes, each of which takes the next job as soon as it is free. */
export function play(all: readonly Arrival[], boxes: number): Played {
  const free = Array.from({ length: boxes }, () => 0);
  const starts: number[] = [];
  const waits = all.map(({ at, boxSeconds }) => {
    const start = Math.max(at, free[0] ?? 0);
    replaceEarliest(free, start + boxSeconds);
    starts.push(start);
    return start - at;
  });
  let [longestLine, gone] = [0, 0];
  for (const [index, { at }] of all.entries()) {
    while ((starts[gone] ?? Number.POSITIVE_INFINITY) <= at) gone += 1;
    longestLine = Math.max(longestLine, index + 1 - gone);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { verifications: all.length, waits: { p50: at(0.5), p95: at(0.95), longest: at(1) }, longestLine };
}

/** Replaces the smallest value of a heap. */
function replaceEarliest(heap: number[], value: number): void {
  let at = 0;
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const child =
      (heap[right] ?? Number.POSITIVE_INFINITY) < (heap[left] ?? Number.POSITIVE_INFINITY) ? right : left;
    if ((heap[child] ?? Number.POSITIVE_INFINITY) >= value) break;
    heap[at] = heap[child] ?? 0;
    at = child;
  }
  heap[at] = value;
}
