/** Limits how often sessions may start: with a concurrency of one, Discord lets a bot start one in five seconds. */
export class SessionStarts {
  readonly #everyMs: number;
  #last = Number.NEGATIVE_INFINITY;

  /** 0: no limit. Milliseconds. */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether a session may start now; if so, it counts as started. */
  begin(): boolean {
    const now = performance.now();
    if (now - this.#last < this.#everyMs) return false;
    this.#last = now;
    return true;
  }
}
