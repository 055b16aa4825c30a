import type { Outcome } from '../submission/verdict.ts';

/** A judged submission, and its outcome under the current version of the lesson and the rules. */
export interface Trial {
  readonly user: string;
  readonly submission: string;
  readonly before: Outcome;
  /** Null while the trial has no verdict. */
  readonly after: Outcome | null;
}

export interface RegradeSummary {
  /** Trials with a changed result. */
  readonly better: readonly Trial[];
  readonly worse: readonly Trial[];
  readonly same: number;
  /** Trials that have not run yet. */
  readonly open: number;
  /** Trials that broke down on our side, which change nothing. */
  readonly broken: number;
}

/** Summarizes whose result a regrade would change. Only passed and failed count as results. */
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
