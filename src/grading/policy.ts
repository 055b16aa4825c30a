/** Which of a student's submissions counts. What matters is when it was received, not when its verdict arrived. */
const countingRules = ['best', 'last', 'first'] as const;
export type CountingRule = (typeof countingRules)[number];

/** What happens to a submission after the due date: it counts in full, loses points per day, or does not count. */
const lateRules = ['full', 'less', 'none'] as const;
export type LateRule = (typeof lateRules)[number];

/** How a class grades a lesson. Times are Unix milliseconds. */
export interface Policy {
  readonly counts: CountingRule;
  readonly startsAt: number | null;
  readonly dueAt: number | null;
  readonly late: LateRule;
  /** For `less`: points out of 100 deducted for each day or part of a day. */
  readonly latePerDay: number;
  /** Grace period after the due date, in minutes, during which a submission is not late. */
  readonly graceMinutes: number;
  /** Hours before the due date at which students who have not passed are reminded; null for no reminder. */
  readonly remindHours: number | null;
  /** When the reminder was sent; null until then. */
  readonly remindedAt: number | null;
}

/** The policy until a teaching assistant sets another. */
export const defaultPolicy: Policy = {
  counts: 'best',
  startsAt: null,
  dueAt: null,
  late: 'full',
  latePerDay: 10,
  graceMinutes: 15,
  remindHours: null,
  remindedAt: null,
};

/** A later due date for a single student. */
export interface Extension {
  readonly dueAt: number;
  /** The teaching assistant who gave it. */
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
}

/** A grade set by hand by a teaching assistant. It overrides the computed one. */
export interface Override {
  /** 0 to 100. */
  readonly points: number;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}
