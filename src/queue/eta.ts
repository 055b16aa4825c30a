/**
 * When a waiting job is likely to be done: rounds of work before and with it, each as long as the median of the
 * last verifications. An estimate, and called one wherever it is shown.
 *
 * @param position 1 is next
 * @param slots how many verifications run side by side
 * @param durations of the last verifications, milliseconds, in any order
 * @returns milliseconds, or null when nothing was measured yet or nobody works
 */
export function estimate(position: number, slots: number, durations: readonly number[]): number | null {
  if (slots < 1 || durations.length === 0) return null;
  const sorted = [...durations].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.ceil(position / slots) * median;
}
