/**
 * The CPU time of this thread for a run, in milliseconds, which excludes other programs and most of garbage collection. A run
 * over the limit is repeated, at most twice, because shared caches may have slowed it down.
 */
export function leastCpuTime(limitMs: number, run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 3 && least > limitMs; turn += 1) {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
