import type { SubmittedFiles } from '../submission/files.ts';
import type { Outcome, Verdict } from '../submission/verdict.ts';
import type { DeadLetterRecords } from './dead-letters.ts';
import type { NewSubmission, ReplyPlace, Student, Submission } from './handed-in.ts';
import type { LineRecords } from './lines.ts';
import type { SignInRecords } from './sign-ins.ts';
import type { TeachingRecords } from './teaching.ts';

export type { NewSubmission, ReplyPlace, Student, Submission, SubmissionState } from './handed-in.ts';

/** A class server, with its own lesson, roles and channels. */
export interface GuildSettings {
  readonly id: string;
  /** Slug of the lesson that the class is at. */
  readonly lesson: string;
  readonly taRole: string | null;
  readonly taChannel: string | null;
  readonly classChannel: string | null;
}

/** A file that Dockhand remembers of a student, with the moment it was received (Unix milliseconds). */
export interface RememberedFile {
  readonly path: string;
  readonly text: string;
  readonly receivedAt: number;
}

/** What came of taking a change back. `gone`: it is too old, is taken back already, or is somebody else's. */
export type UndoResult =
  | {
      readonly kind: 'taken-back';
      readonly student: Student;
      /** The files that are as they were; `receivedAt` is null where there was none before. */
      readonly files: readonly { readonly path: string; readonly receivedAt: number | null }[];
    }
  /** She has sent this file again since. */
  | { readonly kind: 'newer'; readonly path: string }
  | { readonly kind: 'gone' };

/** Lines of one of a student's files that are not the file itself. */
export interface FileFragment {
  readonly id: string;
  readonly student: Student;
  readonly lesson: string;
  readonly path: string;
  readonly text: string;
}

export interface OutcomeCounts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly cancelled: number;
}

/** What is kept of a student, as she is shown it. Moments are Unix milliseconds. */
export interface StoredPersonalData {
  readonly files: readonly {
    readonly lesson: string;
    readonly path: string;
    readonly bytes: number;
    readonly receivedAt: number;
  }[];
  readonly submissions: readonly {
    readonly id: string;
    readonly lesson: string;
    readonly receivedAt: number;
    /** Null while it has no verdict. */
    readonly outcome: Outcome | null;
    /** False once only what a grade needs is left of it. */
    readonly withFiles: boolean;
  }[];
  /** TODOs whose hint she opened. */
  readonly hints: number;
  readonly checks: number;
  /** Questions to the teaching assistants. */
  readonly asks: number;
  /** The language that Discord named for her. */
  readonly locale: string | null;
  /** Whether her DM with the bot is known. */
  readonly dm: boolean;
}

/** A DM that is known, with the last message in it that was answered; `0` when none was. */
export interface KnownDm {
  readonly user: string;
  readonly channel: string;
  readonly answered: string;
}

/** A verdict in the list of the newest. */
export interface RecentVerdict extends Pick<Verdict, 'outcome' | 'reason' | 'todo'> {
  readonly submission: string;
  readonly user: string;
  readonly lesson: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Where to go on in the list of those who were not told. */
export type ToldFrom = Pick<Submission, 'id' | 'judgedAt'>;

/** What Dockhand remembers, in SQL. Every method is one transaction. */
export interface Records extends LineRecords, SignInRecords, TeachingRecords, DeadLetterRecords {
  readonly guild: (id: string) => Promise<GuildSettings | null>;
  readonly guilds: () => Promise<readonly GuildSettings[]>;
  readonly saveGuild: (guild: GuildSettings) => Promise<void>;

  /** The guild that a user chose for DMs, when she is in several. */
  readonly chosenGuild: (user: string) => Promise<string | null>;
  readonly chooseGuild: (user: string, guild: string) => Promise<void>;

  /** The student's latest files for a lesson. */
  readonly workspace: (student: Student, lesson: string) => Promise<readonly RememberedFile[]>;
  /** Lays new files over the remembered ones; returns the id of that change, null when nothing is another than before. */
  readonly remember: (
    student: Student,
    lesson: string,
    files: SubmittedFiles,
    at: number,
  ) => Promise<string | null>;
  /** Takes a change of a student's files back, once. Only the last ten of each lesson can be. */
  readonly takeBack: (user: string, change: string) => Promise<UndoResult>;
  /** Keeps lines of a file until their sender says where they belong; returns their id. */
  readonly keepPiece: (piece: Omit<FileFragment, 'id'>, at: number) => Promise<string>;
  readonly piece: (id: string) => Promise<FileFragment | null>;
  readonly forget: (student: Student, lesson: string) => Promise<void>;

  readonly hintTaken: (student: Student, lesson: string, todo: number, at: number) => Promise<void>;
  readonly hintsTaken: (student: Student, lesson: string) => Promise<readonly number[]>;

  readonly checked: (
    student: Student,
    lesson: string,
    result: { readonly ready: boolean | null; readonly done: number; readonly of: number },
    at: number,
  ) => Promise<void>;

  readonly submit: (submission: NewSubmission) => Promise<Submission>;
  readonly submission: (id: string) => Promise<Submission | null>;
  /** The newest submission of a student for a lesson. */
  readonly latest: (student: Student, lesson: string) => Promise<Submission | null>;
  /**
   * The verdict that the same files of this student had under the same lesson, checker and limits (their digests), with
   * the moment it was found; null when there is none. Errors of ours and what was called off are not verdicts on files.
   */
  readonly verdictOf: (what: {
    readonly student: Student;
    readonly lesson: { readonly slug: string; readonly digest: string };
    readonly files: string;
    readonly checker: string;
    readonly limits: string;
    /** Digests of the disks that boxes are laid from now; none when no worker says. */
    readonly disks?: readonly string[];
  }) => Promise<{ readonly verdict: Verdict; readonly judgedAt: number } | null>;
  /** Null: nothing of it can be edited any more. */
  readonly setReply: (id: string, reply: ReplyPlace | null) => Promise<void>;
  /** Starts another run of a submission and returns it in state `recorded`. */
  readonly newRun: (id: string) => Promise<Submission>;
  /**
   * Starts another run because a teaching assistant wants one; null when the submission is not (any more) judged as of
   * that run, so that of several who press at once one starts it.
   */
  readonly startAgain: (id: string, run: number) => Promise<Submission | null>;
  /**
   * Records a verdict; true when it ends the newest run and was not recorded before. Only what passed or failed takes
   * the place of what passed or failed.
   */
  readonly judge: (id: string, run: number, verdict: Verdict, at: number) => Promise<boolean>;
  readonly markTold: (id: string, run: number, at: number) => Promise<void>;
  /** Submissions that are recorded but not queued, oldest first. */
  readonly unqueued: (limit: number) => Promise<readonly Submission[]>;
  /** Submissions without a standing verdict that say they are queued, oldest first. */
  readonly unjudged: (limit: number) => Promise<readonly Submission[]>;
  /** Judged submissions whose student was not told, oldest first; those that come after one when that is given. */
  readonly untold: (limit: number, after?: ToldFrom) => Promise<readonly Submission[]>;
  /** Submissions whose student was told of the standing verdict at this moment (Unix milliseconds) or after it, newest first. */
  readonly toldSince: (at: number, limit: number) => Promise<readonly Submission[]>;
  /** The newest standing verdicts of a guild, the newest first. */
  readonly judgedLately: (guild: string, limit: number) => Promise<readonly RecentVerdict[]>;
  /** How the verdicts of a guild since a moment came out. */
  readonly outcomesSince: (guild: string, since: number) => Promise<OutcomeCounts>;

  /** The language a person reads, as Discord calls it (`en-GB`, `de`); null when it is not known. */
  readonly locale: (user: string) => Promise<string | null>;
  readonly speaks: (user: string, locale: string) => Promise<void>;
  /**
   * A person's DM is `channel`. Unless it was known, messages up to `before` count as answered.
   * Returns the message up to which they do.
   */
  readonly dmOpened: (user: string, channel: string, before: string, at: number) => Promise<string>;
  /** All messages of a person's DM up to this one are answered. */
  readonly dmAnswered: (user: string, channel: string, message: string, at: number) => Promise<void>;
  /** The DMs in which something was answered since a moment, newest first. */
  readonly dms: (since: number, limit: number) => Promise<readonly KnownDm[]>;

  readonly kept: (student: Student) => Promise<StoredPersonalData>;
  /**
   * Deletes what is kept of a student, but for submissions that have no verdict yet. Of lessons for which
   * `keepsResults` says so, how each verification came out stays, for her grade.
   */
  readonly erase: (student: Student, keepsResults: (lesson: string) => boolean) => Promise<void>;
  /** Deletes files and reduces submissions to their results where they are older than a moment. Returns how many. */
  readonly prune: (before: number) => Promise<{ readonly submissions: number; readonly files: number }>;

  readonly close: () => Promise<void>;
}

export type { DeadLetter, DeadLetterRecords } from './dead-letters.ts';
