/** What the board in the staff channel shows. Moments and spans in milliseconds. */
export interface Board {
  readonly at: number;
  /** Null when Redis does not answer. */
  readonly queue: {
    readonly paused: boolean;
    readonly waiting: number;
    readonly running: number;
    readonly delayed: number;
    readonly workers: readonly BoardWorker[];
    /** How long a submission of now would wait, estimated; null when nothing was measured yet. */
    readonly etaMs: number | null;
  } | null;
  /** Of this class. */
  readonly waitingHere: number;
  readonly oldestMs: number | null;
  readonly today: Readonly<Record<'passed' | 'failed' | 'error' | 'cancelled', number>>;
  /** Share of the last hour's verdicts that broke down on our side, 0 to 1; null when there were none. */
  readonly errorRate: number | null;
  /** The last hour in slices of five minutes, the oldest first. */
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
  /** Where its card is; null when it could not be shown. */
  readonly link: string | null;
}

export const sliceMs = 5 * 60_000;
export const slices = 12;

/** Verdicts of the last hour, counted per slice; slices in which nothing came out are there too. */
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

/** Share of ours among what was judged. */
export function errorRateOf(hour: readonly HourSlice[]): number | null {
  const sum = (key: 'passed' | 'failed' | 'error'): number =>
    hour.reduce((all, slice) => all + slice[key], 0);
  const judged = sum('passed') + sum('failed') + sum('error');
  return judged === 0 ? null : sum('error') / judged;
}
