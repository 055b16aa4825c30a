import type { Outcome } from '../submission/verdict.ts';
import type { Extension, Override, Policy } from './policy.ts';

/** One submission, as far as a grade is concerned. */
export interface Attempt {
  readonly submission: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** Null while it has no verdict. */
  readonly outcome: Outcome | null;
  /** The verdict was given again without a run, because the same files had it before. */
  readonly replayed?: boolean;
}

export interface Grade {
  /** 0 to 100; null while nothing counts. */
  readonly points: number | null;
  /** What the submissions alone give. */
  readonly earned: number | null;
  /** The submission that counts. */
  readonly counted: Attempt | null;
  /** By how much that one is late, beyond the grace. Milliseconds; 0 when it is not. */
  readonly lateMs: number;
  /** The due date for this student, with her extension. */
  readonly dueAt: number | null;
  readonly extension: Extension | null;
  readonly override: Override | null;
}

const day = 86_400_000;

/**
 * The grade of one student. Only what is the student's own counts: a verification that broke down on our side or was
 * cancelled is no attempt, nor is a replayed verdict. A submission that is too late to count is passed over, so it cannot undo an earlier one.
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

/** How a submission stands to the due date, before it has a verdict. */
export interface Timeliness {
  /** The due date for this student, with her extension. */
  readonly dueAt: number | null;
  /** By how much it is late, beyond the grace. Milliseconds; 0 when it is not. */
  readonly lateMs: number;
  /** What it gets when it passes, 0 to 100; null: it is too late to count. */
  readonly points: number | null;
}

export function timelinessOf(receivedAt: number, policy: Policy, extension: Extension | null): Timeliness {
  const dueAt = dueDateOf(policy, extension);
  const lateMs = dueAt === null ? 0 : lateness(receivedAt, dueAt, policy.graceMinutes);
  const points = policy.late === 'none' && lateMs > 0 ? null : pointsOf(lateMs, policy);
  return { dueAt, lateMs, points };
}

/** An extension never takes time away. */
const dueDateOf = (policy: Policy, extension: Extension | null): number | null =>
  extension === null ? policy.dueAt : Math.max(extension.dueAt, policy.dueAt ?? 0);

/**
 * Whoever goes back to earlier files has their result again; who only asks once more how they did has not tried again, and
 * is not late by it.
 */
const isNews = (attempt: Attempt, n: number, all: readonly Attempt[]): boolean =>
  attempt.replayed !== true || all[n - 1]?.outcome !== attempt.outcome;

/** By how much something is late; within the grace it is not late at all. */
function lateness(receivedAt: number, dueAt: number, graceMinutes: number): number {
  const late = receivedAt - dueAt;
  return late <= graceMinutes * 60_000 ? 0 : late;
}

const pointsOf = (lateMs: number, policy: Policy): number =>
  policy.late === 'less' && lateMs > 0 ? Math.max(0, 100 - Math.ceil(lateMs / day) * policy.latePerDay) : 100;
