import type { REST } from 'discord.js';

/** Discord asks for shorter pauses of what Dockhand sends. Milliseconds. */
const longestPause = 60_000;
/** A pause as long again so soon after is Discord's own. Milliseconds. */
const trustAgainAfter = 600_000;

/**
 * discord.js remembers by the wall clock when it may send again. When somebody sets that back by a day, as the correction of a wrong
 * one does, a limit of a second lasts for a day, and the bot is mute. So a request that would have to wait for minutes fails instead,
 * and is tried again as after every other failure; and what discord.js remembers is forgotten. At worst Discord answers with 429.
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
