/** How a reader's time grows with its input. */
export interface Growth {
  /** The power of the size that its time grows by: 1 is linear, 2 quadratic; `Infinity` for what is slow on a small input already. */
  readonly exponent: number;
  /** Milliseconds of processor time, and characters, of the largest input that it was given. */
  readonly ms: number;
  readonly size: number;
}

/** What a reader may do: above it is red. Between a linear and a quadratic reader there is nothing that anybody wants. */
const mostExponent = 1.5;
/** The largest input that Dockhand takes. */
export const largest = 64 * 1024;

/** The largest input that is read in less time needs no fit: what is quadratic takes seconds there. */
const quickMs = 30;
/** A small input that takes longer needs none either. */
const small = 2 * 1024;
const smallMs = 60;
/** Time enough for a fit: nothing larger is tried. */
const enoughMs = 60;
/** The processor's clock ticks every few milliseconds: shorter runs are taken many times over. */
const measuredMs = 40;

function processorMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of one run, from as many as it takes to measure them. */
function meanMs(run: () => void): number {
  let total = 0;
  let runs = 0;
  while (total < measuredMs) {
    total += processorMs(run);
    runs += 1;
  }
  return total / runs;
}

/** The least of some turns: a processor that others use as well only ever makes a run slower. */
const leastMs = (run: () => void): number => Math.min(meanMs(run), meanMs(run));

/**
 * Grows an input until its reader takes time worth a fit, or the input is as large as any that is taken. It grows slowly
 * at first, so that an exponential reader is noticed before it takes hours.
 */
function growthOf(input: (units: number) => string, read: (text: string) => void): Growth {
  let units = 1;
  let text = input(units);
  for (;;) {
    const ms = processorMs(() => read(text));
    if (ms > enoughMs) break;
    const next = units < 64 ? units + Math.max(1, Math.floor(units / 4)) : units * 2;
    const larger = input(next);
    if (larger.length > largest || larger.length <= text.length) break;
    units = next;
    text = larger;
  }
  const size = text.length;
  const ms = Math.min(
    processorMs(() => read(text)),
    processorMs(() => read(text)),
  );
  if (ms < quickMs) return { exponent: 1, ms, size };
  if (size <= small && ms > smallMs) return { exponent: Number.POSITIVE_INFINITY, ms, size };
  const quarter = input(Math.max(1, Math.floor(units / 4)));
  const whole = leastMs(() => read(text));
  const part = leastMs(() => read(quarter));
  return { exponent: Math.log(whole / part) / Math.log(size / quarter.length), ms: whole, size };
}

/** Whether a reader's time grows as it may. What looks too steep is measured again: noise passes, a bad pattern stays. */
export function isSteep(input: (units: number) => string, read: (text: string) => void): Growth | null {
  let growth = growthOf(input, read);
  for (let turn = 0; turn < 2; turn += 1) {
    if (growth.exponent <= mostExponent) return null;
    // Nothing else makes a short text so slow: there is no need to look again.
    if (growth.exponent === Number.POSITIVE_INFINITY) return growth;
    growth = growthOf(input, read);
  }
  return growth.exponent <= mostExponent ? null : growth;
}
