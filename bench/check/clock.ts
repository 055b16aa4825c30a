/**
 * The processor time of a call. A wall clock also counts the time in which the call was runnable while the kernel ran something else,
 * which depends on the machine's load and not on the call. Node's CPU clocks (getrusage) advance in steps of a few milliseconds, too
 * coarse for a call that takes half a millisecond. So this takes the wall clock, less the time for which, according to the kernel, this
 * thread waited for a processor (the second number of schedstat, in nanoseconds; Linux only). Garbage collection, page faults and slow
 * memory are included: they belong to the call.
 */
import { openSync, readSync } from 'node:fs';

const bytes = Buffer.alloc(96);

function open(): number | null {
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return null;
  }
}
const schedstat = open();

/** Whether waiting can be told from working here; otherwise calls are timed by the wall clock alone. */
export const tellsWaiting = schedstat !== null;

/** Milliseconds for which this thread has waited for a processor since it began. */
function waited(): number {
  if (schedstat === null) return 0;
  const length = readSync(schedstat, bytes, 0, bytes.length, 0);
  return Number(bytes.toString('latin1', 0, length).split(' ')[1]) / 1e6;
}

export interface Timing {
  /** Milliseconds of processor time, and of wall-clock time. */
  readonly busy: number;
  readonly wall: number;
}

/** Times a call. Null if the thread was preempted between the readings of the two clocks: then they do not match. */
export function timed(run: () => void): Timing | null {
  const first = performance.now();
  const before = waited();
  const begin = performance.now();
  run();
  const end = performance.now();
  const after = waited();
  const last = performance.now();
  const wall = end - begin;
  const disturbed = last - first - wall > 0.1;
  return disturbed ? null : { busy: wall - (after - before), wall };
}

/** The median and the 99th percentile, in milliseconds. */
export interface Figures {
  readonly p50: number;
  readonly p99: number;
}

export function figures(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
