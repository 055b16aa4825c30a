import { cpuTime, slowness } from '../check/cpu-time.ts';

/** How a reader's time grows with its input. */
interface Growth {
  /** The exponent of the growth: 1 is linear, 2 quadratic, `Infinity` if a small input is slow already. */
  readonly exponent: number;
  /** CPU time in milliseconds, and length, of the largest input. */
  readonly ms: number;
  readonly size: number;
}

/** The threshold between linear and quadratic growth. */
const maxExponent = 1.5;
/** The largest input that Dockhand accepts. */
export const largest = 64 * 1024;

/** If the largest input takes less, the reader is linear: a quadratic one would take seconds. */
const quickMs = 30;
/** If a small input takes longer, no measurement of its growth is needed. */
const small = 2 * 1024;
const smallMs = 60;
/** Enough CPU time to measure growth: no larger input is tried. */
const enoughMs = 60;
/** The CPU clock has a resolution of some milliseconds, so shorter runs are repeated until they add up to this. */
const measuredMs = 40;

/** How often whole and part are measured before a growth that looks steep counts as such. */
const turns = { least: 2, most: 12 } as const;

/** The mean CPU time of a run. */
function meanMs(run: () => void): number {
  let total = 0;
  let runs = 0;
  while (total < measuredMs) {
    total += cpuTime(run);
    runs += 1;
  }
  return total / runs;
}

/**
 * Grows an input until reading it takes long enough to measure, or the input has the largest accepted size. It grows slowly
 * at first, so that an exponential reader is noticed before it takes hours.
 */
function measurable(input: (units: number) => string, read: (text: string) => void): number {
  let units = 1;
  let text = input(units);
  for (;;) {
    if (cpuTime(() => read(text)) > enoughMs) return units;
    const next = units < 64 ? units + Math.max(1, Math.floor(units / 4)) : units * 2;
    const larger = input(next);
    if (larger.length > largest || larger.length <= text.length) return units;
    units = next;
    text = larger;
  }
}

/**
 * The growth of a reader that is slower than linear, otherwise null. What looks steep has to look so at twice the size as well: the first
 * large inputs are slower for their size where they no longer fit into caches, and that passes.
 */
export function isSteep(input: (units: number) => string, read: (text: string) => void): Growth | null {
  const units = measurable(input, read);
  const found = steepAt(units, input, read);
  // One that is steeper than quadratic is no matter of caches, and an exponential one would not return from twice the size.
  if (found === null || found.exponent > 2) return found;
  const larger = input(2 * units).length;
  if (larger <= found.size || larger > largest) return found;
  return steepAt(2 * units, input, read) === null ? null : found;
}

/**
 * The growth at one size. Whole and quarter are measured in turns, so that both meet the same neighbours on the machine, and the least of
 * each counts, because others only ever make a run slower.
 */
function steepAt(
  units: number,
  input: (units: number) => string,
  read: (text: string) => void,
): Growth | null {
  const text = input(units);
  const size = text.length;
  const ms = Math.min(
    cpuTime(() => read(text)),
    cpuTime(() => read(text)),
  );
  if (ms < quickMs) return null;
  if (size <= small && ms / slowness() > smallMs) return { exponent: Number.POSITIVE_INFINITY, ms, size };
  const quarter = input(Math.max(1, Math.floor(units / 4)));
  let [whole, part, exponent] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let turn = 1; turn <= turns.most; turn += 1) {
    whole = Math.min(
      whole,
      meanMs(() => read(text)),
    );
    part = Math.min(
      part,
      meanMs(() => read(quarter)),
    );
    exponent = Math.log(whole / part) / Math.log(size / quarter.length);
    if (turn >= turns.least && exponent <= maxExponent) return null;
  }
  return { exponent, ms: whole, size };
}
