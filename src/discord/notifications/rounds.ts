/** Something that is looked after again and again, one look at a time. */
export interface PeriodicTask {
  /** Looks now, or waits for the look that is under way. Never throws: what went wrong is told to `failed`. */
  readonly look: () => Promise<void>;
  /** No further looks; returns when the last one is over. */
  readonly close: () => Promise<void>;
}

/** Looks every so many milliseconds, and keeps no process alive for it. */
export function openRounds(
  look: () => Promise<void>,
  options: { readonly every: number; readonly failed: (error: unknown) => void },
): PeriodicTask {
  let round: Promise<void> | null = null;
  const lookOnce = (): Promise<void> => {
    round ??= look()
      .catch(options.failed)
      .finally(() => {
        round = null;
      });
    return round;
  };
  const timer = setInterval(() => void lookOnce(), options.every);
  timer.unref();
  return {
    look: lookOnce,
    close: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
