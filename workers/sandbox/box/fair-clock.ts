import type { BoxCounters, ProcessorCounters } from '../../../deploy/box/protocol.ts';
import { runnableMsBetween } from '../../../deploy/box/runnable-time.ts';
import type { Clock, ClockEnd } from '../../../src/timing/time-limit.ts';

/** Interval between two readings of a box's counters, from which a longer span is estimated. Milliseconds. */
const sampleMs = 2_000;
/** Minimum interval between readings. Milliseconds. */
const closestMs = 500;

interface CounterReading {
  readonly processor: ProcessorCounters;
  readonly at: number;
}

/**
 * A clock that counts the time in which a box had the chance to run, not wall-clock time: while the machine gives the box no processor,
 * it stands still. It strikes `over` when the box has had its time, and `starved` when that time has passed `times` times on the wall
 * clock, since then a hanging program cannot be told from a busy machine. The box is first asked after `ms`, so a short wait costs no
 * request.
 */
export function fairClock(
  counters: () => Promise<BoxCounters>,
  times: number,
  /** The box's counters when the clock began. */
  since: BoxCounters | null = null,
): Clock {
  return (ms, strike) => new FairTimer({ ms, times, counters, since, strike });
}

interface FairTimerOptions {
  readonly ms: number;
  readonly times: number;
  readonly counters: () => Promise<BoxCounters>;
  readonly since: BoxCounters | null;
  readonly strike: (how: ClockEnd) => void;
}

/** One span of a fair clock. */
class FairTimer {
  readonly #options: FairTimerOptions;
  readonly #began = performance.now();
  #first: CounterReading | null;
  #timer: NodeJS.Timeout;
  #ended = false;

  constructor(options: FairTimerOptions) {
    const { since, ms } = options;
    this.#options = options;
    this.#first = since === null ? null : { processor: since.processor, at: this.#began };
    this.#timer = setTimeout(() => void this.#look(), ms);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const now = await this.#read();
    if (this.#ended) return;
    // A box that does not even answer says nothing about the student's program.
    if (now === null) this.#strike('starved');
    // For a box that does not count processor time, wall-clock time counts.
    else if (now.processor.atMs === 0) this.#strike('over');
    else this.#judge(now);
  }

  #judge(now: CounterReading): void {
    const { ms, times } = this.#options;
    const passed = performance.now() - this.#began;
    const runnableMs = this.#first === null ? null : runnableMsOf(this.#first, now, passed);
    this.#first ??= now;
    if (runnableMs !== null && runnableMs >= ms * 0.98) this.#strike('over');
    else if (passed >= ms * times) this.#strike('starved');
    else
      this.#lookAgain(
        runnableMs === null ? Math.min(sampleMs, ms) : Math.min(ms - runnableMs, ms * times - passed),
      );
  }

  async #read(): Promise<CounterReading | null> {
    const counters = await this.#options.counters().catch(() => null);
    return counters === null ? null : { processor: counters.processor, at: performance.now() };
  }

  #lookAgain(waitMs: number): void {
    this.#timer = setTimeout(() => void this.#look(), Math.max(closestMs, waitMs));
  }

  #strike(how: ClockEnd): void {
    this.#ended = true;
    this.#options.strike(how);
  }
}

/** For how much of the time passed the box had the chance to run, extrapolated from two readings. Milliseconds. */
function runnableMsOf(first: CounterReading, now: CounterReading, passed: number): number {
  const span = now.at - first.at;
  return span <= 0 ? passed : (runnableMsBetween(first.processor, now.processor, span) / span) * passed;
}
