/** The measurements for an estimate. Milliseconds. */
export interface Throughput {
  /** Number of verifications that run at the same time. */
  readonly slots: number;
  /** Durations of recent verifications, in any order. */
  readonly durations: readonly number[];
  /** How long each running verification has been running. */
  readonly running: readonly number[];
}

/**
 * Estimates when a waiting job will be done. Each running job is expected to take as long as past verifications that took at least as long.
 * Every slot that becomes free then takes the next job for the average duration; the job itself takes the median. It is always displayed as
 * an estimate, because students with fewer verifications may pass.
 *
 * @param position 1 is next
 * @returns milliseconds; null if nothing has been measured yet or no worker is active
 */
export function estimate(position: number, { slots, durations, running }: Throughput): number | null {
  const measured = durations.filter((ms) => ms > 0).sort((a, b) => a - b);
  if (slots < 1 || measured.length === 0) return null;
  const average = mean(measured);
  const busy = running
    .map((elapsed) => remaining(elapsed, measured))
    .sort((a, b) => a - b)
    .slice(0, slots);
  /** The time until each slot is free. */
  const free = [...busy, ...Array.from({ length: slots - busy.length }, () => 0)];
  // Skips complete rounds over all slots, so that a position far back is no more expensive to calculate than one in front.
  const ahead = Math.max(0, position - 1);
  const rounds = Math.max(0, Math.floor(ahead / slots) - 1);
  const base = rounds * average;
  for (let n = 0; n < ahead - rounds * slots; n += 1) {
    const first = earliest(free);
    free[first] = (free[first] ?? 0) + average;
  }
  return Math.round(base + (free[earliest(free)] ?? 0) + median(measured));
}

/** The expected remaining time of a running verification, based on those that took longer; a tenth of the average if none did. */
function remaining(elapsed: number, sorted: readonly number[]): number {
  const longer = sorted.filter((ms) => ms > elapsed);
  return longer.length === 0 ? mean(sorted) / 10 : mean(longer) - elapsed;
}

const mean = (all: readonly number[]): number => all.reduce((sum, ms) => sum + ms, 0) / all.length;
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
const earliest = (free: readonly number[]): number => free.indexOf(Math.min(...free));
