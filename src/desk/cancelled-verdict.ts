import type { CancelRequest, Verdict } from '../submission/verdict.ts';
import { sayReason } from '../submission/wording/reasons.ts';

export type DeskVerdictReason = CancelRequest | 'worker-lost' | 'verdict-unreadable';

/** A verdict issued by the desk itself, because no worker will send one. */
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
