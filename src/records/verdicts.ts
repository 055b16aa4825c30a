import type { FailedRun } from '../grading/common-failures.ts';
import type { Verdict } from '../submission/verdict.ts';
import type { Student } from './student.ts';

export interface OutcomeCounts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly cancelled: number;
}

/** A verdict in the list of the newest. */
export interface RecentVerdict extends Pick<Verdict, 'outcome' | 'reason' | 'todo'> {
  readonly submission: string;
  readonly user: string;
  readonly lesson: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A verification in the history of a student. */
export interface PastRun {
  readonly submission: string;
  readonly run: number;
  readonly current: boolean;
  readonly receivedAt: number;
  readonly at: number;
  readonly verdict: Verdict;
}

/** Defects of ours that show in verdicts. */
export interface Defects {
  /** The most frequent first. */
  readonly contradictions: readonly { readonly rule: string; readonly runs: number }[];
  readonly unreadable: number;
}

/** How verifications came out: one by one, counted, and what went wrong with Dockhand itself. */
export interface VerdictRecords {
  /**
   * The verdict that the same files of this student had under the same lesson, checker and limits (their digests), with
   * the moment it was found; null when there is none. Errors of ours and what was cancelled are not verdicts on files.
   */
  readonly reusable: (what: {
    readonly student: Student;
    readonly lesson: { readonly slug: string; readonly digest: string };
    readonly files: string;
    readonly checker: string;
    readonly limits: string;
    /** Digests of the disks that boxes are laid from now; none when no worker says. */
    readonly disks?: readonly string[];
  }) => Promise<{ readonly verdict: Verdict; readonly judgedAt: number } | null>;
  /** The newest standing verdicts of a guild, the newest first. */
  readonly recent: (guild: string, limit: number) => Promise<readonly RecentVerdict[]>;
  /** The newest verdicts of one student, history included. */
  readonly historyOf: (student: Student, lesson: string, limit: number) => Promise<readonly PastRun[]>;
  /** How the verdicts of a guild since a moment came out. */
  readonly outcomesSince: (guild: string, since: number) => Promise<OutcomeCounts>;
  /** Verdicts of a class since a moment, counted per slice of time (a slice is its start divided by `sliceMs`). */
  readonly outcomesBySlice: (
    guild: string,
    since: number,
    sliceMs: number,
  ) => Promise<readonly { readonly slice: number; readonly outcome: string; readonly count: number }[]>;
  readonly failuresSince: (guild: string, since: number) => Promise<readonly FailedRun[]>;
  /**
   * What went wrong with Dockhand itself since a moment: rules of the check that a run has refuted, with how many runs, and
   * how many verdicts no bot could read.
   */
  readonly defectsSince: (guild: string, since: number) => Promise<Defects>;
}
