import type { ProcessorCounters } from './protocol.ts';

/** Limits in seconds are made for a box that has half a processor to itself: with less, a second is not a whole one. */
const presumedCores = 0.5;

/**
 * How much of a span of time a box had the chance to use, in milliseconds: all of it where nothing in it waited for a
 * processor in vain (to sleep is its own choice), the part in which nothing waited where something did, and no less
 * than the processor time that it did get is worth.
 *
 * @param wallMs how long the span was by the caller's clock: a busy box's readings come late
 */
export function runnableMsBetween(
  before: ProcessorCounters,
  after: ProcessorCounters,
  wallMs: number,
): number {
  const passed = after.atMs - before.atMs;
  // A box that does not say so is taken to have had every chance.
  if (!(passed > 0)) return wallMs;
  const free = passed - (after.deniedMs - before.deniedMs);
  const worth = (after.usedMs - before.usedMs) / presumedCores;
  return wallMs * Math.min(1, Math.max(0, free / passed, worth / passed));
}

/** Adds up the time that a box had the chance to use, reading by reading: it has to be asked about once a second. */
export class RunnableTime {
  readonly #read: () => ProcessorCounters;
  readonly #mostMs: number;
  readonly #now: () => number;
  #last: { readonly at: number; readonly processor: ProcessorCounters };
  #ms = 0;

  /** @param options.mostMs for how much one reading counts at most, however late it comes: a late timer is the box's own slowness */
  constructor(
    read: () => ProcessorCounters,
    { mostMs = Number.POSITIVE_INFINITY, now = () => performance.now() } = {},
  ) {
    this.#read = read;
    this.#mostMs = mostMs;
    this.#now = now;
    this.#last = { at: now(), processor: read() };
  }

  /** Milliseconds since this was made. */
  passed(): number {
    const reading = { at: this.#now(), processor: this.#read() };
    const had = runnableMsBetween(this.#last.processor, reading.processor, reading.at - this.#last.at);
    this.#ms += Math.min(this.#mostMs, had);
    this.#last = reading;
    return this.#ms;
  }
}
