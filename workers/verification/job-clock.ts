import { type Clock, wallClock } from '../../src/timing/time-limit.ts';

/**
 * The clock of a whole job. Every phase has its own, so when this one strikes, the engine counts as dead. It is paused while a base image
 * is fetched, which is nobody's fault.
 */
export class JobClock {
  readonly #strike: () => void;
  readonly #clock: Clock;
  #leftMs: number;
  #since = performance.now();
  #timer: ReturnType<Clock>;

  constructor(seconds: number, strike: () => void, clock: Clock = wallClock) {
    this.#strike = strike;
    this.#clock = clock;
    this.#leftMs = seconds * 1000;
    this.#timer = clock(this.#leftMs, strike);
  }

  /** Runs something that does not count towards the job's time limit. */
  readonly without = async <T>(work: () => Promise<T>): Promise<T> => {
    this.#timer.end();
    this.#leftMs -= performance.now() - this.#since;
    try {
      return await work();
    } finally {
      this.#since = performance.now();
      this.#timer = this.#clock(Math.max(0, this.#leftMs), this.#strike);
    }
  };

  end(): void {
    this.#timer.end();
  }
}
