import type { ClassroomClock } from '../clock.ts';

/** `discord`: the limits that bots meet on Discord. `generous`: the same headers, with limits high enough for tests. */
export type RateMode = 'discord' | 'generous';

interface Bucket {
  used: number;
  resetAt: number;
}

export interface RateLimitResult {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds to wait when nothing remains. */
  readonly wait: number | null;
}

/**
 * Limits per bucket: requests, milliseconds. Discord documents that they exist but not their values: these are the ones that bots
 * observe.
 */
function rule(mode: RateMode, route: string): { limit: number; window: number } {
  if (mode === 'generous') return { limit: 500, window: 1_000 };
  if (/^(POST|PATCH) \/channels\/:\w+\/messages/.test(route)) return { limit: 5, window: 5_000 };
  if (route.includes('/webhooks/')) return { limit: 5, window: 2_000 };
  return { limit: 50, window: 1_000 };
}

/** Counts requests by route and major parameter, as Discord does, and reports the limits in the headers. */
export class RateLimits {
  readonly #clock: ClassroomClock;
  readonly #mode: RateMode;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: ClassroomClock, mode: RateMode) {
    this.#clock = clock;
    this.#mode = mode;
  }

  take(route: string, major: string): RateLimitResult {
    const { limit, window } = rule(this.#mode, route);
    const now = this.#clock.now();
    const key = `${route} ${major}`;
    let bucket = this.#buckets.get(key);
    if (!bucket || bucket.resetAt <= now) {
      bucket = { used: 0, resetAt: now + window };
      this.#buckets.set(key, bucket);
    }
    bucket.used += 1;
    const left = Math.max(0, bucket.resetAt - now);
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - bucket.used)),
      'x-ratelimit-reset': (bucket.resetAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': (left / 1000).toFixed(3),
      'x-ratelimit-bucket': bucketName(route),
    };
    return { headers, wait: bucket.used > limit ? left : null };
  }
}

/** A stable name that looks like Discord's hashes. */
function bucketName(route: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of route)
    hash = ((hash ^ BigInt(char.charCodeAt(0))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}
