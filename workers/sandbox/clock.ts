/** A clock of its own for every wait: nothing here waits for ever, whatever the other side does. */

export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
  readonly ms: number;
  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
    this.ms = ms;
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
): Promise<T> {
  signal?.throwIfAborted();
  const control = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (error: unknown): void => {
      settle();
      reject(error);
      control.abort(error);
    };
    const timer = setTimeout(() => end(new TookTooLong(what, ms)), ms);
    const onAbort = (): void => end(signal?.reason);
    const settle = (): void => {
      clearTimeout(timer);
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
