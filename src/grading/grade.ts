import type { Outcome } from '../submission/verdict.ts';
import type { Extension, Override, Policy } from './policy.ts';

/** The parts of a submission that matter for a grade. */
export interface Attempt {
  readonly submission: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** Null while it has no verdict. */
  readonly outcome: Outcome | null;
  /** Whether an earlier verdict on the same files was given again, without a run. */
  readonly replayed?: boolean;
}

export interface Grade {
  /** 0 to 100; null if no submission counts and no grade was set by hand. */
  readonly points: number | null;
  /** The points earned by the submissions alone. */
  readonly earned: number | null;
  /** The submission that determines the grade. */
  readonly counted: Attempt | null;
  /** By how much that submission is late. Milliseconds; 0 if it is on time or within the grace period. */
  readonly lateMs: number;
  /** The due date for this student, including an extension. */
  readonly dueAt: number | null;
  readonly extension: Extension | null;
  readonly override: Override | null;
}

const day = 86_400_000;

/**
 * Computes the grade of a student. Only the student's own results count: a verification that broke down on our side or was cancelled is not
 * an attempt, nor is a replayed verdict that repeats the previous outcome. A submission that is too late to count is ignored, so it cannot
 * replace an earlier one.
 */
export function gradeOf(
  attempts: readonly Attempt[],
  policy: Policy,
  extension: Extension | null = null,
  override: Override | null = null,
): Grade {
  const dueAt = dueDateOf(policy, extension);
  const rated = attempts
    .filter((attempt) => attempt.outcome === 'passed' || attempt.outcome === 'failed')
    .toSorted((a, b) => a.receivedAt - b.receivedAt)
    .filter(isNews)
    .map((attempt) => {
      const lateMs = dueAt === null ? 0 : lateness(attempt.receivedAt, dueAt, policy.graceMinutes);
      return { attempt, lateMs, points: attempt.outcome === 'passed' ? pointsOf(lateMs, policy) : 0 };
    })
    .filter((one) => policy.late !== 'none' || one.lateMs === 0);
  const [first] = rated;
  const best = rated.reduce(
    (found, one) => (found === undefined || one.points > found.points ? one : found),
    first,
  );
  const chosen = { best, first, last: rated.at(-1) }[policy.counts];
  const earned = chosen?.points ?? null;
  return {
    points: override?.points ?? earned,
    earned,
    counted: chosen?.attempt ?? null,
    lateMs: chosen?.lateMs ?? 0,
    dueAt,
    extension,
    override,
  };
}

/** How a submission relates to the due date, before it has a verdict. */
export interface Timeliness {
  /** The due date for this student, including an extension. */
  readonly dueAt: number | null;
  /** By how much it is late. Milliseconds; 0 if it is on time or within the grace period. */
  readonly lateMs: number;
  /** The points it earns if it passes, 0 to 100; null if it is too late to count. */
  readonly points: number | null;
}

export function timelinessOf(receivedAt: number, policy: Policy, extension: Extension | null): Timeliness {
  const dueAt = dueDateOf(policy, extension);
  const lateMs = dueAt === null ? 0 : lateness(receivedAt, dueAt, policy.graceMinutes);
  const points = policy.late === 'none' && lateMs > 0 ? null : pointsOf(lateMs, policy);
  return { dueAt, lateMs, points };
}

/** An extension never shortens the time. */
const dueDateOf = (policy: Policy, extension: Extension | null): number | null =>
  extension === null ? policy.dueAt : Math.max(extension.dueAt, policy.dueAt ?? 0);

/**
 * Whether an attempt counts. Going back to earlier files with another outcome does, so that their result applies again. Submitting the same
 * files once more to see the result does not, and cannot make the result late.
 */
const isNews = (attempt: Attempt, n: number, all: readonly Attempt[]): boolean =>
  attempt.replayed !== true || all[n - 1]?.outcome !== attempt.outcome;

/** By how much a submission is late; 0 within the grace period. */
function lateness(receivedAt: number, dueAt: number, graceMinutes: number): number {
  const late = receivedAt - dueAt;
  return late <= graceMinutes * 60_000 ? 0 : late;
}

const pointsOf = (lateMs: number, policy: Policy): number =>
  policy.late === 'less' && lateMs > 0 ? Math.max(0, 100 - Math.ceil(lateMs / day) * policy.latePerDay) : 100;
