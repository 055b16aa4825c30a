import type { VerdictReason } from '../submission/verdict.ts';

/** A verification that failed. */
export interface FailedRun {
  readonly user: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly todo: number | null;
  readonly reason: VerdictReason;
}

/** A failure that several students have at the same time: often the lesson's fault, sometimes ours. */
export interface CommonFailure {
  readonly todo: number | null;
  readonly reason: VerdictReason;
  readonly students: number;
}

/** Length of the period considered, in milliseconds, and the number of students from which a failure counts as common. */
const commonFailureWithin = 20 * 60_000;
const commonFailureFrom = 5;

/** Finds failures that are common. Counts students rather than runs: ten attempts of one student count once. Most frequent first. */
export function commonFailures(
  runs: readonly FailedRun[],
  now: number,
  options: { readonly within?: number; readonly from?: number } = {},
): readonly CommonFailure[] {
  const { within = commonFailureWithin, from = commonFailureFrom } = options;
  const recent = runs.filter((run) => now - run.at <= within);
  return [...Map.groupBy(recent, ({ todo, reason }) => `${todo ?? ''}/${reason}`).values()]
    .flatMap((same) => {
      const [one] = same;
      const students = new Set(same.map((run) => run.user)).size;
      return one === undefined || students < from ? [] : [{ todo: one.todo, reason: one.reason, students }];
    })
    .sort((a, b) => b.students - a.students || (a.todo ?? 0) - (b.todo ?? 0));
}
