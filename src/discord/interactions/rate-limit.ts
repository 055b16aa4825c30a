import { LRUCache } from 'lru-cache';

/** How much one person may ask at once, and how fast that grows back. */
const burst = 20;
const perSecond = 1.5;
/** People remembered. */
const maxPeople = 50_000;

interface TokenBucket {
  readonly tokens: number;
  /** When it was filled to that, in milliseconds. */
  readonly at: number;
}

/** A token bucket per person: keeps one who holds a key down from taking the bot's time from all others. */
export class RateLimiter {
  readonly #buckets = new LRUCache<string, TokenBucket>({ max: maxPeople });

  /** Counts a request; false when it came too fast. `now` in milliseconds. */
  allows(user: string, now: number): boolean {
    const before = this.#buckets.get(user) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    this.#buckets.set(user, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
