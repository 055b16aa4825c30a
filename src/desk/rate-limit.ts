/** A lesson's limits on how often a student may have work verified. */
export interface SubmissionLimits {
  /** The minimum time between two verifications of one student; 0 for none. Milliseconds. */
  readonly cooldownMs: number;
  /** Verifications of one student in 24 hours; null for no limit. */
  readonly perDay: number | null;
}

/** Why a verification is not accepted now. Times are Unix milliseconds. */
export type SubmissionRefusal =
  | { readonly kind: 'cooldown'; readonly until: number }
  | { readonly kind: 'daily-cap'; readonly perDay: number; readonly until: number }
  | { readonly kind: 'queue-full'; readonly waiting: number };

export const dayMs = 86_400_000;

/** Attempts older than this no longer put a student behind others. Milliseconds. */
export const fairWindowMs = 3_600_000;

/**
 * Whether a student's next turn has to wait, and until when.
 * @param had the times of the student's turns in the last 24 hours, oldest first; a time in the future (the clock was set back)
 * counts as now
 */
export function refuseSubmission(
  had: readonly number[],
  rules: SubmissionLimits,
  now: number,
): SubmissionRefusal | null {
  const turns = had.map((at) => Math.min(at, now)).filter((at) => at > now - dayMs);
  if (rules.perDay !== null && turns.length >= rules.perDay) {
    const frees = turns[turns.length - rules.perDay] ?? now;
    return { kind: 'daily-cap', perDay: rules.perDay, until: frees + dayMs };
  }
  const last = turns.at(-1);
  if (last !== undefined && now < last + rules.cooldownMs)
    return { kind: 'cooldown', until: last + rules.cooldownMs };
  return null;
}
