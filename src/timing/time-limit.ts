import pTimeout from 'p-timeout';

/** Nothing waits for ever, whatever the other side does: every wait has a time limit of its own. */

/** How a clock ended: its time was over, or nobody can tell, because what it waits for had no chance to run. */
export type ClockEnd = 'over' | 'starved';

/** Strikes once after some milliseconds, unless it is ended before. What counts as a millisecond is its own business. */
export type Clock = (ms: number, strike: (how: ClockEnd) => void) => { readonly end: () => void };

/** Counts the time on the wall. */
export const wallClock: Clock = (ms, strike) => {
  const timer = setTimeout(() => strike('over'), ms);
  return { end: () => clearTimeout(timer) };
};

/** Work that was not over within its time. `how`: whether that was its own doing. */
export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
  readonly ms: number;
  readonly how: ClockEnd;
  constructor(what: string, ms: number, how: ClockEnd = 'over') {
    super(`${what} took longer than ${ms} ms${how === 'starved' ? ' on a machine that is too busy' : ''}`);
    this.ms = ms;
    this.how = how;
  }
}

/**
 * Runs `work` with a hard time limit: when the time is over or `signal` aborts, the promise rejects at once,
 * even if `work` never looks at the signal that it is handed.
 */
export async function withTimeLimit<T>(
  what: string,
  ms: number,
  signal: AbortSignal | null,
  work: (signal: AbortSignal) => Promise<T>,
  clock: Clock = wallClock,
): Promise<T> {
  signal?.throwIfAborted();
  const control = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (error: unknown): void => {
      settle();
      reject(error);
      control.abort(error);
    };
    const timer = clock(ms, (how) => end(new TimeLimitExceeded(what, ms, how)));
    const onAbort = (): void => end(signal?.reason);
    const settle = (): void => {
      timer.end();
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    work(control.signal).then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

/** What `work` gives, or `fallback` when that takes longer. The work goes on; what comes of it then is nobody's any more. */
export const valueWithin = <T, F>(work: Promise<T>, ms: number, fallback: F): Promise<T | F> =>
  pTimeout<T, F>(work, { milliseconds: ms, fallback: () => fallback });

/** Waits for `work` to end, well or not, but no longer than this. Never throws. */
export const settledWithin = async (work: Promise<unknown>, ms: number): Promise<void> => {
  await valueWithin(
    work.catch(() => undefined),
    ms,
    undefined,
  );
};
