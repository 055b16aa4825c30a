import pLimit, { type LimitFunction } from 'p-limit';

/**
 * Does what is asked for the same key one after the other: of a student who presses a button three times at once, the second
 * and third press are looked at when the first has been recorded. Other keys do not wait.
 */
export class OnePerKey {
  readonly #limits = new Map<string, LimitFunction>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const limit = this.#limits.get(key) ?? pLimit(1);
    this.#limits.set(key, limit);
    try {
      return await limit(work);
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) this.#limits.delete(key);
    }
  }
}
