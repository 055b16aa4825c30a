import pLimit, { type LimitFunction } from 'p-limit';

/**
 * Runs tasks with the same key one at a time: if a student presses a button three times at once, the second and third press are
 * handled after the first has been recorded. Other keys do not wait.
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
