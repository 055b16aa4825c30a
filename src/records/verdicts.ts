import type { FailedRun } from '../grading/common-failures.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { Student } from './student.ts';

export interface OutcomeCounts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly cancelled: number;
}

/** A verdict in the list of recent ones. */
export interface RecentVerdict extends Pick<Verdict, 'outcome' | 'reason' | 'todo'> {
  readonly submission: string;
  readonly user: string;
  readonly lesson: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A verification in a student's history. */
export interface PastRun {
  readonly submission: string;
  readonly run: number;
  readonly current: boolean;
  readonly receivedAt: number;
  readonly at: number;
  readonly verdict: Verdict;
}

/** Defects of Dockhand that verdicts reveal. */
export interface Defects {
  /** Most frequent first. */
  readonly contradictions: readonly { readonly rule: string; readonly runs: number }[];
  readonly unreadable: number;
}

/** Verdicts: individual ones, counts, and evidence of defects in Dockhand. */
export interface VerdictRecords {
  /**
   * The earlier verdict on the same files of this student with the same lesson, checker and limits (their digests), and when it was found;
   * null if there is none. Infrastructure errors and cancellations are not verdicts on files.
   */
  readonly reusable: (what: {
    readonly student: Student;
    readonly lesson: { readonly slug: string; readonly digest: string };
    readonly files: string;
    readonly checker: string;
    readonly limits: string;
    /** Digests of the disks from which boxes are currently created; empty if unknown. */
    readonly disks?: readonly string[];
  }) => Promise<{ readonly verdict: Verdict; readonly judgedAt: number } | null>;
  /** The newest standing verdicts of a guild, newest first. */
  readonly recent: (guild: string, limit: number) => Promise<readonly RecentVerdict[]>;
  /** The newest verdicts of a student, including history. */
  readonly historyOf: (student: Student, lesson: string, limit: number) => Promise<readonly PastRun[]>;
  /** The outcomes of a guild's verdicts since a time. */
  readonly outcomesSince: (guild: string, since: number) => Promise<OutcomeCounts>;
  /** A class's verdicts since a time, counted per time slice (its number is the time divided by `sliceMs`). */
  readonly outcomesBySlice: (
    guild: string,
    since: number,
    sliceMs: number,
  ) => Promise<readonly { readonly slice: number; readonly outcome: string; readonly count: number }[]>;
  readonly failuresSince: (guild: string, since: number) => Promise<readonly FailedRun[]>;
  /**
   * Defects of Dockhand since a time: rules of the check that runs have contradicted, with the number of runs, and the number of unreadable
   * verdicts.
   */
  readonly defectsSince: (guild: string, since: number) => Promise<Defects>;
}
