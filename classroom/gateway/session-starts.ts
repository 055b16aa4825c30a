/** How often sessions may begin: with a concurrency of one, Discord lets one of a bot begin in five seconds. */
export class SessionStarts {
  readonly #everyMs: number;
  #last = Number.NEGATIVE_INFINITY;

  /** 0: any number at any time. */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether one may begin now; then it has begun. */
  begin(): boolean {
    const now = performance.now();
    if (now - this.#last < this.#everyMs) return false;
    this.#last = now;
    return true;
  }
}
