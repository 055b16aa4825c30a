import type { TodoState } from '../grading/class-view.ts';
import type { FailedRun } from '../grading/common-failures.ts';
import type { Extension, Override, Policy } from '../grading/policy.ts';
import type { RosterEntry } from '../grading/roster.ts';
import type { TodosSeen } from '../grading/time-on-todos.ts';
import type { Outcome, Verdict } from '../submission/verdict.ts';
import type { Student } from './handed-in.ts';

/** What a teaching assistant did. Moments are Unix milliseconds. */
export interface AuditEntry {
  readonly guild: string;
  readonly at: number;
  /** A user's id, or `operator` for one who is signed in to the page by its token. */
  readonly who: string;
  /** `queue.pause`, `grade.override` … */
  readonly action: string;
  /** To whom or what; null where it is to all. */
  readonly whom: string | null;
  readonly details: Readonly<Record<string, string | number | null>>;
  readonly reason: string | null;
}

export interface RosterLine extends RosterEntry {
  readonly user: string | null;
  readonly linkedBy: 'list' | 'student' | 'ta' | null;
}

export interface Ask {
  readonly id: string;
  readonly student: Student;
  readonly lesson: string;
  readonly at: number;
  readonly question: string;
  /** The verification that it is about. */
  readonly submission: string | null;
  readonly state: 'open' | 'claimed' | 'closed';
  /** The card in the staff channel; null until it is there. */
  readonly card: { readonly channel: string; readonly message: string } | null;
  /** The private thread with the student; null when there is none. */
  readonly thread: string | null;
  readonly claimedBy: string | null;
  readonly closedBy: string | null;
}

/** A submission in the gradebook's eyes: no files, no log. */
export interface AttemptLine {
  readonly user: string;
  readonly submission: string;
  readonly receivedAt: number;
  readonly outcome: Outcome | null;
  /** The verdict was told again without a run, because the same files had it before. */
  readonly replayed: boolean;
}

/** How a student's submissions came out, in all. */
export interface AttemptFigures {
  readonly user: string;
  /** Those that came out passed or failed. */
  readonly rated: number;
  /** When the first one that passed was received. */
  readonly passedAt: number | null;
  readonly latestAt: number;
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

export interface StaffPost {
  readonly channel: string;
  readonly message: string;
}

export interface OpenAlert extends StaffPost {
  readonly key: string;
  readonly since: number;
}

export interface RegradeTrial {
  readonly submission: string;
  readonly user: string;
  readonly run: number;
  readonly digest: string;
  readonly before: Outcome;
  readonly after: Outcome | null;
}

/** What teaching assistants did. Entries are added, never changed. */
export interface AuditRecords {
  readonly audit: (entry: AuditEntry) => Promise<void>;
  /** The newest first. `whom`: only what was done to this one. */
  readonly audited: (
    guild: string,
    options: { readonly limit: number; readonly whom?: string },
  ) => Promise<readonly AuditEntry[]>;
  /** Somebody acts as a teaching assistant, and is not counted among the students from now on. */
  readonly staffSeen: (guild: string, user: string) => Promise<void>;
  readonly staff: (guild: string) => Promise<ReadonlySet<string>>;
}

export interface RosterRecords {
  readonly roster: (guild: string) => Promise<readonly RosterLine[]>;
  /**
   * Makes the class list this one. Links of numbers that stay are kept unless the list names another account.
   * Returns how many entries are new, changed and gone.
   */
  readonly saveRoster: (
    guild: string,
    lines: readonly (RosterEntry & { readonly user: string | null })[],
    at: number,
  ) => Promise<{ readonly added: number; readonly kept: number; readonly removed: number }>;
  /** Ties an account to a number. `by: student` never takes over a number that has an account. */
  readonly linkRoster: (
    guild: string,
    number: string,
    user: string,
    by: 'student' | 'ta',
    at: number,
  ) => Promise<'linked' | 'no-such-number' | 'taken' | 'has-another'>;
  readonly unlinkRoster: (guild: string, number: string) => Promise<boolean>;
}

export interface GradingRecords {
  /** The usual policy when none was set. */
  readonly policy: (guild: string, lesson: string) => Promise<Policy>;
  readonly savePolicy: (guild: string, lesson: string, policy: Policy) => Promise<void>;
  /** Lessons whose reminder is due at a moment and was not sent. */
  readonly remindersDue: (
    at: number,
  ) => Promise<readonly { readonly guild: string; readonly lesson: string; readonly policy: Policy }[]>;
  readonly extensions: (guild: string, lesson: string) => Promise<ReadonlyMap<string, Extension>>;
  readonly extend: (student: Student, lesson: string, extension: Extension) => Promise<void>;
  readonly overrides: (guild: string, lesson: string) => Promise<ReadonlyMap<string, Override>>;
  /** Null takes the override back. */
  readonly override: (student: Student, lesson: string, override: Override | null) => Promise<void>;
  readonly wantsReminders: (student: Student, wants: boolean) => Promise<void>;
  readonly withoutReminders: (guild: string) => Promise<ReadonlySet<string>>;
}

export interface AskRecords {
  /** Records a question, unless the student has one that is not closed: then that one is returned. */
  readonly ask: (
    question: Pick<Ask, 'id' | 'student' | 'lesson' | 'at' | 'question' | 'submission'>,
  ) => Promise<{ readonly ask: Ask; readonly added: boolean }>;
  readonly askedAs: (id: string) => Promise<Ask | null>;
  /** Open and claimed ones, the oldest first. */
  readonly openAsks: (guild: string) => Promise<readonly Ask[]>;
  readonly askShown: (id: string, place: Partial<Pick<Ask, 'card' | 'thread'>>) => Promise<void>;
  /** True when it was open until now. */
  readonly claimAsk: (id: string, by: string, at: number) => Promise<boolean>;
  readonly releaseAsk: (id: string) => Promise<boolean>;
  readonly closeAsk: (id: string, by: string, at: number) => Promise<boolean>;
}

export interface ProgressRecords {
  /** What a check saw of a student's TODOs. */
  readonly todosSeen: (
    student: Student,
    lesson: string,
    todos: Readonly<Record<number, TodoState>>,
    at: number,
  ) => Promise<void>;
  /** The last of it, of everybody. */
  readonly todoStandings: (
    guild: string,
    lesson: string,
  ) => Promise<readonly (TodosSeen & { readonly user: string })[]>;
  /** All of it, of one student, the oldest first. */
  readonly todoHistory: (student: Student, lesson: string) => Promise<readonly TodosSeen[]>;
  /** Moments at which a student did something in a lesson, in any order. */
  readonly signsOf: (student: Student, lesson: string) => Promise<readonly number[]>;
  /** Every submission of a class for a lesson, the oldest first. */
  readonly attempts: (guild: string, lesson: string) => Promise<readonly AttemptLine[]>;
  /** The same counted by the database: a class of hundreds with thousands of submissions costs hundreds of rows. */
  readonly attemptFigures: (guild: string, lesson: string) => Promise<readonly AttemptFigures[]>;
  /** The same of one student. */
  readonly attemptsOf: (student: Student, lesson: string) => Promise<readonly AttemptLine[]>;
  /** How the newest submission of each student came out; where it failed, where and why. */
  readonly latestOutcomes: (
    guild: string,
    lesson: string,
  ) => Promise<
    readonly {
      readonly user: string;
      readonly receivedAt: number;
      readonly outcome: Outcome | null;
      readonly failure: FailedRun | null;
    }[]
  >;
  readonly failuresSince: (guild: string, since: number) => Promise<readonly FailedRun[]>;
  readonly hintsOfClass: (
    guild: string,
    lesson: string,
  ) => Promise<readonly { readonly user: string; readonly todo: number; readonly times: number }[]>;
  /** The newest verdicts of one student, history included. */
  readonly pastRuns: (student: Student, lesson: string, limit: number) => Promise<readonly PastRun[]>;
  /** Verdicts of a class since a moment, counted per slice of time (a slice is its start divided by `sliceMs`). */
  readonly outcomesBySlice: (
    guild: string,
    since: number,
    sliceMs: number,
  ) => Promise<readonly { readonly slice: number; readonly outcome: string; readonly count: number }[]>;
  /**
   * What went wrong with Dockhand itself since a moment: rules of the check that a run has refuted, with how many runs, and
   * how many verdicts no bot could read.
   */
  readonly defectsSince: (guild: string, since: number) => Promise<Defects>;
  /** Submissions of a class without a verdict: how many (counted up to some thousands), and when the oldest was received. */
  readonly unjudgedOf: (guild: string) => Promise<{ readonly count: number; readonly oldest: number | null }>;
}

/** Defects of ours that show in verdicts. */
export interface Defects {
  /** The most frequent first. */
  readonly contradictions: readonly { readonly rule: string; readonly runs: number }[];
  readonly unreadable: number;
}

export interface StaffPostRecords {
  readonly staffPost: (guild: string, kind: string) => Promise<StaffPost | null>;
  readonly saveStaffPost: (guild: string, kind: string, post: StaffPost | null) => Promise<void>;
  readonly openAlerts: (guild: string) => Promise<readonly OpenAlert[]>;
  readonly openAlert: (guild: string, alert: OpenAlert) => Promise<void>;
  readonly clearAlert: (guild: string, key: string) => Promise<void>;
}

export interface RegradeRecords {
  /** Starts a trial of a submission's files under a lesson; returns the number of its run. */
  readonly startTrial: (
    submission: string,
    lesson: { readonly slug: string; readonly digest: string },
    at: number,
  ) => Promise<number>;
  /** The trials of a lesson as it is now, with what came out. */
  readonly trials: (guild: string, lesson: string, digest: string) => Promise<readonly RegradeTrial[]>;
  /** Makes a trial's verdict the standing one; false when it has none, or the submission was run again since. */
  readonly applyTrial: (submission: string, at: number) => Promise<boolean>;
  readonly dropTrials: (guild: string, lesson: string) => Promise<void>;
}

/** What teaching needs to remember, beside what the students' own side does. */
export interface TeachingRecords
  extends AuditRecords,
    RosterRecords,
    GradingRecords,
    AskRecords,
    ProgressRecords,
    StaffPostRecords,
    RegradeRecords {}
