/** The CPU time of this thread for a run, in milliseconds, which excludes other programs and most of garbage collection. */
export function cpuTime(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** How long the work below takes on the machine that the limits are meant for, when nothing else runs on it. Milliseconds. */
const referenceMs = 20;
/** A machine's slowness is taken into account up to this factor: shared machines were seen to be five times slower for minutes. */
const mostSlowness = 6;

/** Work like the check's: strings, maps, patterns. There is enough of it that a tick of the kernel's clock is a small part. */
const reference = (): void => {
  for (let n = 0; n < 5; n += 1) stringsAndMaps();
};

function stringsAndMaps(): number {
  const found = new Map<string, string>();
  for (let i = 0; i < 20_000; i += 1) {
    const key = `k${(i * 7_919) % 20_011}`;
    found.set(key, (found.get(key) ?? '') + String.fromCharCode(97 + (i % 26)));
  }
  return [...found.keys()]
    .join(' ')
    .split(' ')
    .filter((word) => /9[0-3]/.test(word)).length;
}

/** How much slower this machine is at the moment (1: not at all): caches and cores are shared with others, which increases CPU time. */
export function slowness(): number {
  // Time to compile code does not mean that the machine is slow.
  reference();
  const least = Math.min(...Array.from({ length: 5 }, () => cpuTime(reference)));
  return Math.min(mostSlowness, Math.max(1, least / referenceMs));
}

/**
 * The least CPU time of a run, in milliseconds. A run over the limit is repeated at most four times, and its time is then scaled by how
 * slow the machine is with a fixed piece of work.
 */
export function leastCpuTime(limitMs: number, run: () => void): number {
  let least = cpuTime(run);
  for (let turn = 0; turn < 4 && least > limitMs; turn += 1) {
    const before = slowness();
    const ms = cpuTime(run);
    least = Math.min(least, ms / ((before + slowness()) / 2));
  }
  return least;
}
