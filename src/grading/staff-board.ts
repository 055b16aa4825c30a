/** Contents of the board in the staff channel. Times are Unix milliseconds, durations milliseconds. */
export interface Board {
  readonly at: number;
  /** Null while Redis does not answer. */
  readonly queue: {
    readonly paused: boolean;
    readonly waiting: number;
    readonly running: number;
    readonly delayed: number;
    readonly workers: readonly BoardWorker[];
    /** Estimated wait of a submission made now; null if there are no measurements yet. */
    readonly etaMs: number | null;
  } | null;
  /** Submissions of this class that are waiting. */
  readonly waitingHere: number;
  readonly oldestMs: number | null;
  readonly today: Readonly<Record<'passed' | 'failed' | 'error' | 'cancelled', number>>;
  /** Share of the last hour's verdicts that broke down on our side, 0 to 1; null if there were none. */
  readonly errorRate: number | null;
  /** The last hour in intervals of five minutes, oldest first. */
  readonly hour: readonly HourSlice[];
  readonly asks: readonly BoardAsk[];
  /** Students by stage of the lesson. */
  readonly lesson: string;
}

interface BoardWorker {
  readonly id: string;
  readonly boxes: number;
  readonly silent: number;
  readonly busy: number;
  readonly draining: boolean;
}

export interface HourSlice {
  readonly from: number;
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
}

export interface BoardAsk {
  readonly id: string;
  readonly user: string;
  readonly at: number;
  readonly question: string;
  readonly claimedBy: string | null;
  /** Link to the question's card; null if it could not be posted. */
  readonly link: string | null;
}

export const sliceMs = 5 * 60_000;
export const slices = 12;

/** Counts the verdicts of the last hour per interval, including intervals without any. */
export function hourOf(
  counts: readonly { readonly slice: number; readonly outcome: string; readonly count: number }[],
  now: number,
): readonly HourSlice[] {
  const last = Math.floor(now / sliceMs);
  return Array.from({ length: slices }, (_, i) => {
    const slice = last - (slices - 1) + i;
    const of = (outcome: string): number =>
      counts.find((one) => one.slice === slice && one.outcome === outcome)?.count ?? 0;
    return { from: slice * sliceMs, passed: of('passed'), failed: of('failed'), error: of('error') };
  });
}

/** Share of the verdicts that broke down on our side; null if there are none. */
export function errorRateOf(hour: readonly HourSlice[]): number | null {
  const sum = (key: 'passed' | 'failed' | 'error'): number =>
    hour.reduce((all, slice) => all + slice[key], 0);
  const judged = sum('passed') + sum('failed') + sum('error');
  return judged === 0 ? null : sum('error') / judged;
}
