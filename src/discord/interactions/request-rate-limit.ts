import { LRUCache } from 'lru-cache';

/** How many requests one person may make at once, and how fast that allowance refills. */
const burst = 20;
const perSecond = 1.5;
/** People kept in memory. */
const maxPeople = 50_000;

interface TokenBucket {
  readonly tokens: number;
  /** When the bucket was at that level. Milliseconds. */
  readonly at: number;
}

/** A token bucket per person, so that a person who holds down a key does not use up the bot's time for everybody. */
export class RateLimiter {
  readonly #buckets = new LRUCache<string, TokenBucket>({ max: maxPeople });

  /** Counts a request; returns false when it exceeds the limit. `now` in milliseconds. */
  allows(user: string, now: number): boolean {
    const before = this.#buckets.get(user) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    this.#buckets.set(user, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
