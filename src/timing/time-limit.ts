import pTimeout from 'p-timeout';

/** Time limits, so that no wait is endless whatever the other side does. */

/** How a limit was reached: its time was over, or that is uncertain because the work had no chance to run. */
export type ClockEnd = 'over' | 'starved';

/** Fires once after some milliseconds unless it is stopped before. Each clock defines how it counts them. */
export type Clock = (ms: number, strike: (how: ClockEnd) => void) => { readonly end: () => void };

/** Counts wall-clock time. */
export const wallClock: Clock = (ms, strike) => {
  const timer = setTimeout(() => strike('over'), ms);
  return { end: () => clearTimeout(timer) };
};

/** Work exceeded its time limit. `how`: whether the work itself was the cause. */
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

/** The result of `work`, or `fallback` if that takes longer. The work continues, but its later result is dropped. */
export const valueWithin = <T, F>(work: Promise<T>, ms: number, fallback: F): Promise<T | F> =>
  pTimeout<T, F>(work, { milliseconds: ms, fallback: () => fallback });

/** Waits for `work` to settle, up to a time limit. Never throws. */
export const settledWithin = async (work: Promise<unknown>, ms: number): Promise<void> => {
  await valueWithin(
    work.catch(() => undefined),
    ms,
    undefined,
  );
};
