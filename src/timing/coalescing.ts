/**
 * A task that runs once at a time. Whoever asks for it while it runs gets one more run afterwards, however many ask: what
 * they want done may have come too late for the run under way.
 */
export class CoalescingTask {
  readonly #task: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;

  /** `task` must not reject: nobody would handle the error. */
  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  readonly request = (): void => {
    if (this.#running !== null) this.#again = true;
    else this.#start();
  };

  /** Resolves when no run is under way. */
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

/** Gathers items for a moment, so that many that come at once are handed on together. */
export class Batcher<Item> {
  readonly #gatherMs: number;
  readonly #handle: (items: readonly Item[]) => Promise<void>;
  #gathered: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `handle` must not reject: nobody would handle the error. */
  constructor(gatherMs: number, handle: (items: readonly Item[]) => Promise<void>) {
    this.#gatherMs = gatherMs;
    this.#handle = handle;
  }

  add(item: Item): void {
    this.#gathered.push(item);
    this.#timer ??= setTimeout(() => void this.flush(), this.#gatherMs);
  }

  /** Hands on what was gathered, without waiting for more. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#gathered;
    this.#gathered = [];
    if (items.length > 0) await this.#handle(items);
  }
}

/** Passes on the newest of many values, at most once in each interval; the first at once. */
export class LatestThrottle<Value> {
  readonly #everyMs: number;
  readonly #send: (value: Value) => void;
  /** Whether a value may not wait for its turn, compared with the one that was passed on last. */
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

  /** Forgets what has not been passed on. */
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
