/** A clock of its own for every wait: nothing here waits for ever, whatever the other side does. */

/** How a clock ended: its time was over, or nobody can tell, because what it waits for had no chance to run. */
export type ClockEnd = 'over' | 'starved';

/** Strikes once after some milliseconds, unless it is ended before. What counts as a millisecond is its own business. */
export type Timer = (ms: number, strike: (how: ClockEnd) => void) => { readonly end: () => void };

/** Counts the time on the wall. */
export const wallTimer: Timer = (ms, strike) => {
  const timer = setTimeout(() => strike('over'), ms);
  return { end: () => clearTimeout(timer) };
};

export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
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
export async function within<T>(
  what: string,
  ms: number,
  signal: AbortSignal | null,
  work: (signal: AbortSignal) => Promise<T>,
  clock: Timer = wallTimer,
): Promise<T> {
  signal?.throwIfAborted();
  const control = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (error: unknown): void => {
      settle();
      reject(error);
      control.abort(error);
    };
    const timer = clock(ms, (how) => end(new TookTooLong(what, ms, how)));
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

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export function pause(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
