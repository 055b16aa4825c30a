import type { Outcome } from '../submission/verdict.ts';

/** A submission as it was judged, and how it comes out under the lesson and the rules of now. */
export interface Trial {
  readonly user: string;
  readonly submission: string;
  readonly before: Outcome;
  /** Null while the trial has no verdict. */
  readonly after: Outcome | null;
}

export interface RegradeSummary {
  /** Those whose result changes. */
  readonly better: readonly Trial[];
  readonly worse: readonly Trial[];
  readonly same: number;
  /** Not tried out yet. */
  readonly open: number;
  /** Trials that broke down on our side: they change nothing. */
  readonly broken: number;
}

/** Whose result a regrade would change. Only passed and failed are results. */
export function summarizeRegrade(trials: readonly Trial[]): RegradeSummary {
  const settled = trials.filter(({ after }) => after === 'passed' || after === 'failed');
  return {
    better: settled.filter(({ before, after }) => before !== 'passed' && after === 'passed'),
    worse: settled.filter(({ before, after }) => before === 'passed' && after === 'failed'),
    same: settled.filter(({ before, after }) => (before === 'passed') === (after === 'passed')).length,
    open: trials.filter(({ after }) => after === null).length,
    broken: trials.filter(({ after }) => after === 'error' || after === 'cancelled').length,
  };
}
