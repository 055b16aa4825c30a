/**
 * Milliseconds that this thread has the processor for a run: what other programs of a busy machine take is left out,
 * and so is most of the collector of garbage. A run over the limit is taken again, twice at most: the caches of a
 * processor that is shared are not this run's.
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
