import { type Clock, wallClock } from '../../src/timing/time-limit.ts';

/**
 * The clock of a whole job: every phase has a clock of its own, so when this one strikes, the engine counts as dead. It
 * stands still while a base image is fetched, which is nobody's fault.
 */
export interface JobClock {
  /** Does something that takes none of the job's time. */
  readonly without: <T>(work: () => Promise<T>) => Promise<T>;
  readonly end: () => void;
}

export function jobClock(seconds: number, strike: () => void, clock: Clock = wallClock): JobClock {
  let left = seconds * 1000;
  let since = performance.now();
  let timer = clock(left, strike);
  return {
    without: async (work) => {
      timer.end();
      left -= performance.now() - since;
      try {
        return await work();
      } finally {
        since = performance.now();
        timer = clock(Math.max(0, left), strike);
      }
    },
    end: () => timer.end(),
  };
}
