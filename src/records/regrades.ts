import type { Outcome } from '../submission/verdict.ts';

export interface RegradeTrial {
  readonly submission: string;
  readonly user: string;
  readonly run: number;
  readonly digest: string;
  readonly before: Outcome;
  readonly after: Outcome | null;
}

/** Trial runs of submissions under a changed lesson. */
export interface RegradeRecords {
  /** Starts a trial run of a submission's files under a lesson; returns the number of the run. */
  readonly start: (
    submission: string,
    lesson: { readonly slug: string; readonly digest: string },
    at: number,
  ) => Promise<number>;
  /** The trial runs under the current version of a lesson, with their results. */
  readonly trials: (guild: string, lesson: string, digest: string) => Promise<readonly RegradeTrial[]>;
  /** Makes a trial's verdict the standing one; false when it has none, or the submission was run again since. */
  readonly apply: (submission: string, at: number) => Promise<boolean>;
  readonly drop: (guild: string, lesson: string) => Promise<void>;
}
