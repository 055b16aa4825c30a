import type { REST } from 'discord.js';

/** Discord asks for shorter pauses at the rates at which Dockhand sends. Milliseconds. */
const longestPause = 60_000;
/** If a pause this long occurs again within this time, it really comes from Discord. Milliseconds. */
const trustAgainAfter = 600_000;

/**
 * Works around discord.js measuring rate limits by the wall clock. When the clock is set back by a day, as happens when a wrong
 * one is corrected, a one-second limit lasts a day and the bot is mute. Therefore a request that would have to wait for minutes
 * fails instead and is retried like after any other failure, and the limits that discord.js remembers are cleared. In the worst
 * case, Discord answers with 429.
 */
export function forgetFalseRateLimits(rest: REST): void {
  let forgot = Number.NEGATIVE_INFINITY;
  rest.options.rejectOnRateLimit = ({ timeToReset }) => {
    if (timeToReset <= longestPause) return false;
    if (performance.now() - forgot > trustAgainAfter) {
      forgot = performance.now();
      rest.globalReset = -1;
      rest.globalRemaining = rest.options.globalRequestsPerSecond;
      rest.globalDelay = null;
      rest.handlers.clear();
    }
    return true;
  };
}
