import type { Outcome } from '../submission/verdict.ts';

export interface RegradeTrial {
  readonly submission: string;
  readonly user: string;
  readonly run: number;
  readonly digest: string;
  readonly before: Outcome;
  readonly after: Outcome | null;
}

/** Trials of submissions with a changed lesson. */
export interface RegradeRecords {
  /** Starts a trial of a submission's files with a lesson. Returns the number of its run. */
  readonly start: (
    submission: string,
    lesson: { readonly slug: string; readonly digest: string },
    at: number,
  ) => Promise<number>;
  /** The trials with a version of a lesson, and their outcomes. */
  readonly trials: (guild: string, lesson: string, digest: string) => Promise<readonly RegradeTrial[]>;
  /** Makes a trial's verdict the standing one; false if there is none, or the submission has been run again since. */
  readonly apply: (submission: string, at: number) => Promise<boolean>;
  readonly drop: (guild: string, lesson: string) => Promise<void>;
}
