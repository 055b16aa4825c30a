import type { Outcome } from '../submission/verdict.ts';

export interface RegradeTrial {
  readonly submission: string;
  readonly user: string;
  readonly run: number;
  readonly digest: string;
  readonly before: Outcome;
  readonly after: Outcome | null;
}

/** Trials of submissions under a changed lesson. */
export interface RegradeRecords {
  /** Starts a trial of a submission's files under a lesson; returns the number of its run. */
  readonly start: (
    submission: string,
    lesson: { readonly slug: string; readonly digest: string },
    at: number,
  ) => Promise<number>;
  /** The trials of a lesson as it is now, with what came out. */
  readonly trials: (guild: string, lesson: string, digest: string) => Promise<readonly RegradeTrial[]>;
  /** Makes a trial's verdict the standing one; false when it has none, or the submission was run again since. */
  readonly apply: (submission: string, at: number) => Promise<boolean>;
  readonly drop: (guild: string, lesson: string) => Promise<void>;
}
