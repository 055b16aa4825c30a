/** The input of an estimate. All times in milliseconds. */
export interface Throughput {
  /** How many verifications run in parallel. */
  readonly slots: number;
  /** How long the latest verifications occupied a slot, in any order. */
  readonly durations: readonly number[];
  /** How long each running verification has been running. */
  readonly running: readonly number[];
}

/**
 * When a waiting job is likely to be done. Those that run now end when verifications that took at least as long
 * usually did, then each free slot takes the next in line for as long as one takes on average; the job itself takes
 * the median. An estimate, and called one wherever it is shown: a later student with fewer tries goes first.
 *
 * @param position 1 is next
 * @returns milliseconds, or null when nothing was measured yet or nobody works
 */
export function estimate(position: number, { slots, durations, running }: Throughput): number | null {
  const measured = durations.filter((ms) => ms > 0).sort((a, b) => a - b);
  if (slots < 1 || measured.length === 0) return null;
  const average = mean(measured);
  const busy = running
    .map((elapsed) => remaining(elapsed, measured))
    .sort((a, b) => a - b)
    .slice(0, slots);
  /** When each slot becomes free. */
  const free = [...busy, ...Array.from({ length: slots - busy.length }, () => 0)];
  // Whole rounds of everybody ahead are skipped, so that the cost does not grow with the position.
  const ahead = Math.max(0, position - 1);
  const rounds = Math.max(0, Math.floor(ahead / slots) - 1);
  const base = rounds * average;
  for (let n = 0; n < ahead - rounds * slots; n += 1) {
    const first = earliest(free);
    free[first] = (free[first] ?? 0) + average;
  }
  return Math.round(base + (free[earliest(free)] ?? 0) + median(measured));
}

/**
 * The expected remaining time of a verification that has run for a while, from those that took longer; a tenth of the usual time
 * if none did.
 */
function remaining(elapsed: number, sorted: readonly number[]): number {
  const longer = sorted.filter((ms) => ms > elapsed);
  return longer.length === 0 ? mean(sorted) / 10 : mean(longer) - elapsed;
}

const mean = (all: readonly number[]): number => all.reduce((sum, ms) => sum + ms, 0) / all.length;
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
const earliest = (free: readonly number[]): number => free.indexOf(Math.min(...free));
