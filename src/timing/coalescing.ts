/**
 * A task that runs one at a time. Requests during a run cause exactly one more run afterwards, however many there are, because
 * the current run may have started too early to cover them.
 */
export class CoalescingTask {
  readonly #task: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;

  /** `task` must not reject, because nothing would handle the error. */
  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  readonly request = (): void => {
    if (this.#running !== null) this.#again = true;
    else this.#start();
  };

  /** Resolves when no run is in progress. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #start(): void {
    this.#again = false;
    this.#running = this.#task().finally(() => {
      this.#running = null;
      if (this.#again) this.#start();
    });
  }
}

/** Collects items for a short time, so that many are handled together. */
export class Batcher<Item> {
  readonly #gatherMs: number;
  readonly #handle: (items: readonly Item[]) => Promise<void>;
  #gathered: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `handle` must not reject, because nothing would handle the error. */
  constructor(gatherMs: number, handle: (items: readonly Item[]) => Promise<void>) {
    this.#gatherMs = gatherMs;
    this.#handle = handle;
  }

  add(item: Item): void {
    this.#gathered.push(item);
    this.#timer ??= setTimeout(() => void this.flush(), this.#gatherMs);
  }

  /** Handles the collected items without waiting for more. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#gathered;
    this.#gathered = [];
    if (items.length > 0) await this.#handle(items);
  }
}

/** Passes on the newest of many values, at most once per interval; the first one immediately. */
export class LatestThrottle<Value> {
  readonly #everyMs: number;
  readonly #send: (value: Value) => void;
  /** Whether a value must not wait for the interval, compared with the last value passed on. */
  readonly #isUrgent: (value: Value, last: Value | null) => boolean;
  #last: Value | null = null;
  #held: { readonly value: Value } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    everyMs: number,
    send: (value: Value) => void,
    isUrgent: (value: Value, last: Value | null) => boolean = () => false,
  ) {
    this.#everyMs = everyMs;
    this.#send = send;
    this.#isUrgent = isUrgent;
  }

  push(value: Value): void {
    this.#held = { value };
    if (this.#timer !== null && !this.#isUrgent(value, this.#last)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#flush();
  }

  /** Drops a value that has not been passed on. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#held = null;
  }

  #flush(): void {
    this.#timer = null;
    if (this.#held === null) return;
    const { value } = this.#held;
    this.#held = null;
    this.#last = value;
    this.#send(value);
    this.#timer = setTimeout(() => this.#flush(), this.#everyMs);
  }
}
