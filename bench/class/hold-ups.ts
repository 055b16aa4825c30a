/**
 * Loaded into a process before its program (`node --import`): measures for how long its event loop is blocked, in processor time of its
 * main thread. When its parent asks, it reports all delays since the last request.
 */
export interface HoldUps {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Anything that waits for a turn of the event loop waits at least this long. Milliseconds. */
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
