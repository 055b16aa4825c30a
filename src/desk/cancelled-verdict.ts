import type { CancelRequest, Verdict } from '../submission/verdict.ts';
import { sayReason } from '../submission/wording/reasons.ts';

export type DeskVerdictReason = CancelRequest | 'worker-lost' | 'verdict-unreadable';

/** A verdict by the desk itself, for a run that gets none from a worker. */
export const deskVerdict = (reason: DeskVerdictReason, lessonDigest: string): Verdict => ({
  v: 1,
  outcome: reason === 'worker-lost' || reason === 'verdict-unreadable' ? 'error' : 'cancelled',
  reason,
  explanation: sayReason.later(reason),
  todo: null,
  file: null,
  line: null,
  phases: [],
  image: null,
  excerpt: [],
  digests: { lesson: lessonDigest, checker: '', box: '' },
});
