/** Which of a student's submissions counts. By the time it was received, never by when its verdict came. */
const countingRules = ['best', 'last', 'first'] as const;
export type CountingRule = (typeof countingRules)[number];

/** What happens to a submission after the due date: it counts in full, with less for each day, or not at all. */
const lateRules = ['full', 'less', 'none'] as const;
export type LateRule = (typeof lateRules)[number];

/** How a class grades a lesson. Moments are Unix milliseconds. */
export interface Policy {
  readonly counts: CountingRule;
  readonly startsAt: number | null;
  readonly dueAt: number | null;
  readonly late: LateRule;
  /** For `less`: how many of the hundred points each begun day takes. */
  readonly latePerDay: number;
  /** Being late by no more than this is not late. */
  readonly graceMinutes: number;
  /** How long before the due date those who have not passed are reminded; null: not at all. */
  readonly remindHours: number | null;
  /** When that was done; null until then. */
  readonly remindedAt: number | null;
}

/** Until a teaching assistant says something else. */
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

/** A later due date for one student. */
export interface Extension {
  readonly dueAt: number;
  /** The teaching assistant who gave it. */
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
}

/** A grade that a teaching assistant set by hand: it stands above what is computed. */
export interface Override {
  /** 0 to 100. */
  readonly points: number;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}
