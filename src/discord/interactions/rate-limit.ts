/** How much one person may ask at once, and how fast that grows back. */
const burst = 20;
const perSecond = 1.5;
/** People remembered. */
const most = 50_000;

export interface RateLimiter {
  /** Counts a question; false when it came too fast. `now` in milliseconds. */
  readonly allows: (user: string, now: number) => boolean;
}

/** Keeps one person who holds a key down from taking the bot's time from all others. */
export function openPace(): RateLimiter {
  const left = new Map<string, { tokens: number; at: number }>();
  return {
    allows: (user, now) => {
      const before = left.get(user) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
      if (left.size >= most && !left.has(user)) left.clear();
      left.set(user, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      return tokens >= 1;
    },
  };
}
