/**
 * Loaded into a process before its program (`node --import`): measures for how long its event loop is held up, in time
 * that its main thread has the processor, and tells its parent about all since the last time when it is asked.
 */
export interface HoldUps {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Whoever waits for a turn waits at least this long. Milliseconds. */
const beat = 5;

let before = process.threadCpuUsage();
let held: number[] = [];
setInterval(() => {
  const now = process.threadCpuUsage();
  held.push((now.user - before.user + now.system - before.system) / 1_000);
  before = now;
}, beat).unref();

process.on('message', () => {
  const sorted = held.toSorted((a, b) => a - b);
  held = [];
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  const told: HoldUps = { p50: at(0.5), p99: at(0.99), max: at(1) };
  process.send?.(told);
});
process.channel?.unref();
