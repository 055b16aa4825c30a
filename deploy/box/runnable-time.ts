import type { ProcessorCounters } from './protocol.ts';

/** Time limits assume a box that has half a processor to itself: with less, a second counts for less than a second. */
const presumedCores = 0.5;

/**
 * For how much of a span a box had the chance to run, in milliseconds. If nothing in it waited for a processor in vain (sleeping is its
 * own choice), that is all of it; else the part in which nothing waited, but at least what the processor time that it did get is worth.
 *
 * @param wallMs how long the span was by the caller's clock: a busy box's readings come late
 */
export function runnableMsBetween(
  before: ProcessorCounters,
  after: ProcessorCounters,
  wallMs: number,
): number {
  const passed = after.atMs - before.atMs;
  // A box that does not report its counters is assumed to have had every chance.
  if (!(passed > 0)) return wallMs;
  const free = passed - (after.deniedMs - before.deniedMs);
  const worth = (after.usedMs - before.usedMs) / presumedCores;
  return wallMs * Math.min(1, Math.max(0, free / passed, worth / passed));
}

/** Adds up, reading by reading, the time in which a box had the chance to run. It has to be called about once a second. */
export class RunnableTime {
  readonly #read: () => ProcessorCounters;
  readonly #mostMs: number;
  readonly #now: () => number;
  #last: { readonly at: number; readonly processor: ProcessorCounters };
  #ms = 0;

  /** @param options.mostMs the most that one reading may count for, however late it comes: a late timer is the box's own slowness */
  constructor(
    read: () => ProcessorCounters,
    { mostMs = Number.POSITIVE_INFINITY, now = () => performance.now() } = {},
  ) {
    this.#read = read;
    this.#mostMs = mostMs;
    this.#now = now;
    this.#last = { at: now(), processor: read() };
  }

  /** Runnable time since this object was created, in milliseconds. */
  passed(): number {
    const reading = { at: this.#now(), processor: this.#read() };
    const had = runnableMsBetween(this.#last.processor, reading.processor, reading.at - this.#last.at);
    this.#ms += Math.min(this.#mostMs, had);
    this.#last = reading;
    return this.#ms;
  }
}
