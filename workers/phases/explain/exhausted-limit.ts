import type { BoxCounters } from '../../../deploy/box/protocol.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { TranslatableText } from '../../../src/wording/wording.ts';
import type { Limits } from '../../sandbox/limits.ts';

export const exhaustedLimits = ['out-of-memory', 'disk-full', 'too-many-processes'] as const;
type ExhaustedLimit = (typeof exhaustedLimits)[number];

/** With more free space than this, a failure is not due to a full disk. */
const diskMargin = 16 * 1024 * 1024;

const noSpace = /no space left on device|disk quota exceeded|ENOSPC/i;
const noFork =
  /Resource temporarily unavailable|can't fork|cannot fork|fork: retry|Cannot allocate thread|can't start new thread|EAGAIN/i;
const noMemory = /MemoryError|Cannot allocate memory|Out of memory|ENOMEM|Killed[ \t\r]*$/im;

/**
 * Which limit of the box caused a failure. This relies on the supervisor's counters and not on the exit code: the kernel's out-of-memory
 * killer, a student's `kill -9` and a full disk all end in 137. Null when it was none of them.
 */
export function findExhausted(
  before: BoxCounters,
  after: BoxCounters,
  output: string,
  code: number | null,
): ExhaustedLimit | null {
  if (after.oomKills > before.oomKills) return 'out-of-memory';
  const diskFull = after.diskLimitBytes > 0 && after.diskBytes > after.diskLimitBytes - diskMargin;
  if (noSpace.test(output) || (diskFull && code !== null && code !== 0)) return 'disk-full';
  if (noFork.test(output) || after.forksRefused > before.forksRefused) return 'too-many-processes';
  const nearLimit = after.memoryLimitBytes > 0 && after.memoryPeakBytes > 0.97 * after.memoryLimitBytes;
  if (nearLimit && (code === 137 || noMemory.test(output))) return 'out-of-memory';
  return null;
}

/** The explanation for a limit. */
export function sayExhausted(
  what: ExhaustedLimit,
  { memoryLimitBytes }: BoxCounters,
  limits: Limits,
): TranslatableText {
  switch (what) {
    case 'out-of-memory':
      return sayReason.later(what, { megabytes: Math.round(memoryLimitBytes / 1e6) });
    case 'too-many-processes':
      return sayReason.later(what, { count: limits.processes });
    case 'disk-full':
      return sayReason.later(what);
  }
}

/** Whether so many processes run that the engine, or an exec for inspection, may be unable to start another. */
export const nearProcessLimit = ({ processes, processLimit }: BoxCounters): boolean =>
  processLimit > 0 && processes > 0.9 * processLimit;
