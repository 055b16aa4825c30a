/** A lesson's limits on the number of verifications of a student. */
export interface SubmissionLimits {
  /** Minimum time between two verifications of a student; 0 for none. Milliseconds. */
  readonly cooldownMs: number;
  /** Maximum number of verifications of a student in 24 hours; null for unlimited. */
  readonly perDay: number | null;
}

/** Why a verification is not accepted now. Times are Unix milliseconds. */
export type SubmissionRefusal =
  | { readonly kind: 'cooldown'; readonly until: number }
  | { readonly kind: 'daily-cap'; readonly perDay: number; readonly until: number }
  | { readonly kind: 'queue-full'; readonly waiting: number };

export const dayMs = 86_400_000;

/**
 * Decides whether a student has to wait for the next verification, and until when.
 *
 * @param had times of their verifications in the last 24 hours, oldest first. A time in the future (the clock was set back) counts as now
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
