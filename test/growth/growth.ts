/** How a reader's time grows with its input. */
export interface Growth {
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

function cpuMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** The mean CPU time of a run. */
function meanMs(run: () => void): number {
  let total = 0;
  let runs = 0;
  while (total < measuredMs) {
    total += cpuMs(run);
    runs += 1;
  }
  return total / runs;
}

/** The lesser of two means, because other programs only ever make a run slower. */
const leastMs = (run: () => void): number => Math.min(meanMs(run), meanMs(run));

/**
 * Grows an input until reading it takes long enough to measure, or the input has the largest accepted size. It grows slowly
 * at first, so that an exponential reader is noticed before it takes hours.
 */
function growthOf(input: (units: number) => string, read: (text: string) => void): Growth {
  let units = 1;
  let text = input(units);
  for (;;) {
    const ms = cpuMs(() => read(text));
    if (ms > enoughMs) break;
    const next = units < 64 ? units + Math.max(1, Math.floor(units / 4)) : units * 2;
    const larger = input(next);
    if (larger.length > largest || larger.length <= text.length) break;
    units = next;
    text = larger;
  }
  const size = text.length;
  const ms = Math.min(
    cpuMs(() => read(text)),
    cpuMs(() => read(text)),
  );
  if (ms < quickMs) return { exponent: 1, ms, size };
  if (size <= small && ms > smallMs) return { exponent: Number.POSITIVE_INFINITY, ms, size };
  const quarter = input(Math.max(1, Math.floor(units / 4)));
  const whole = leastMs(() => read(text));
  const part = leastMs(() => read(quarter));
  return { exponent: Math.log(whole / part) / Math.log(size / quarter.length), ms: whole, size };
}

/** The growth of a reader that is slower than linear, otherwise null. It is measured again, because of noise. */
export function isSteep(input: (units: number) => string, read: (text: string) => void): Growth | null {
  let growth = growthOf(input, read);
  for (let turn = 0; turn < 2; turn += 1) {
    if (growth.exponent <= maxExponent) return null;
    // No noise makes a short text this slow.
    if (growth.exponent === Number.POSITIVE_INFINITY) return growth;
    growth = growthOf(input, read);
  }
  return growth.exponent <= maxExponent ? null : growth;
}
