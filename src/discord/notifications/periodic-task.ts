/** A task that runs at a fixed interval, one run at a time. It does not keep the process alive. */
export class PeriodicTask {
  readonly #task: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | null = null;

  constructor(
    task: () => Promise<void>,
    options: { readonly everyMs: number; readonly onError: (error: unknown) => void },
  ) {
    this.#task = task;
    this.#onError = options.onError;
    this.#timer = setInterval(() => void this.run(), options.everyMs);
    this.#timer.unref();
  }

  /** Runs the task now, or waits for the run in progress. Never rejects: errors go to `onError`. */
  run(): Promise<void> {
    this.#running ??= this.#task()
      .catch(this.#onError)
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Schedules no further runs; resolves when the last one is done. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
