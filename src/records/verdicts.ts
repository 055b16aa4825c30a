import type { FailedRun } from '../grading/common-failures.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { Student } from './student.ts';

export interface OutcomeCounts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly cancelled: number;
}

/** A verdict in the list of the newest ones. */
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

/** Internal defects that show in verdicts. */
export interface Defects {
  /** The most frequent first. */
  readonly contradictions: readonly { readonly rule: string; readonly runs: number }[];
  readonly unreadable: number;
}

/** Results of verifications: one by one, counted, and Dockhand's own defects. */
export interface VerdictRecords {
  /**
   * The verdict that the same files of this student had under the same lesson, checker and limits (by their digests), with the
   * time it was found; null if there is none. Internal errors and cancellations are not verdicts on files.
   */
  readonly reusable: (what: {
    readonly student: Student;
    readonly lesson: { readonly slug: string; readonly digest: string };
    readonly files: string;
    readonly checker: string;
    readonly limits: string;
    /** Digests of the disks that boxes are created from now; none when no worker has reported them. */
    readonly disks?: readonly string[];
  }) => Promise<{ readonly verdict: Verdict; readonly judgedAt: number } | null>;
  /** The newest standing verdicts of a guild, newest first. */
  readonly recent: (guild: string, limit: number) => Promise<readonly RecentVerdict[]>;
  /** The newest verdicts of one student, including replaced ones. */
  readonly historyOf: (student: Student, lesson: string, limit: number) => Promise<readonly PastRun[]>;
  /** The outcomes of a guild's verdicts since a time. */
  readonly outcomesSince: (guild: string, since: number) => Promise<OutcomeCounts>;
  /** A class's verdicts since a time, counted per time slice (a slice's key is its start divided by `sliceMs`). */
  readonly outcomesBySlice: (
    guild: string,
    since: number,
    sliceMs: number,
  ) => Promise<readonly { readonly slice: number; readonly outcome: string; readonly count: number }[]>;
  readonly failuresSince: (guild: string, since: number) => Promise<readonly FailedRun[]>;
  /**
   * Dockhand's own defects since a time: check rules that a run has contradicted, with the number of runs, and the number of
   * verdicts that no bot could parse.
   */
  readonly defectsSince: (guild: string, since: number) => Promise<Defects>;
}
