import type { Files } from '../submission/files.ts';
import type { Verdict } from '../submission/verdict.ts';

/** A student is a user in a guild: the same person in two classes is two students. Discord snowflakes. */
export interface Student {
  readonly guild: string;
  readonly user: string;
}

/** A class server, with its own lesson, roles and channels. */
export interface Guild {
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

/**
 * Where a submission's answer lives: an interaction's reply (its token is good for 15 minutes),
 * or a message of the bot's own in a DM. `message` is null until it is sent.
 */
export type ReplyPlace =
  | {
      readonly kind: 'interaction';
      readonly token: string;
      readonly expiresAt: number;
      readonly channel: string | null;
    }
  | { readonly kind: 'message'; readonly channel: string; readonly message: string };

/** recorded: in the records, not yet in the queue. queued: a job carries it. judged: it has a standing verdict. */
export type SubmissionState = 'recorded' | 'queued' | 'judged';

export interface Submission {
  readonly id: string;
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: Files;
  readonly filesDigest: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** The current run: a verdict of another one is history. */
  readonly run: number;
  readonly state: SubmissionState;
  readonly reply: ReplyPlace | null;
  readonly verdict: Verdict | null;
  readonly judgedAt: number | null;
  /** When the student was told of the standing verdict; null until then. */
  readonly toldAt: number | null;
}

export interface NewSubmission {
  readonly id: string;
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: Files;
  readonly receivedAt: number;
  readonly reply: ReplyPlace | null;
}

export interface OutcomeCounts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly cancelled: number;
}

/** What Dockhand remembers, in SQL. Every method is one transaction. */
export interface Records {
  readonly guild: (id: string) => Promise<Guild | null>;
  readonly guilds: () => Promise<readonly Guild[]>;
  readonly saveGuild: (guild: Guild) => Promise<void>;

  /** The guild that a user chose for DMs, when she is in several. */
  readonly chosenGuild: (user: string) => Promise<string | null>;
  readonly chooseGuild: (user: string, guild: string) => Promise<void>;

  /** The student's latest files for a lesson. */
  readonly workspace: (student: Student, lesson: string) => Promise<readonly RememberedFile[]>;
  /** Lays new files over the remembered ones. */
  readonly remember: (student: Student, lesson: string, files: Files, at: number) => Promise<void>;
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
  readonly markQueued: (id: string, run: number) => Promise<void>;
  readonly setReply: (id: string, reply: ReplyPlace) => Promise<void>;
  /** Starts another run of a submission and returns it in state `recorded`. */
  readonly newRun: (id: string) => Promise<Submission>;
  /** Records a verdict; true when it is the standing one now and was not recorded before. */
  readonly judge: (id: string, run: number, verdict: Verdict, at: number) => Promise<boolean>;
  readonly markTold: (id: string, run: number, at: number) => Promise<void>;
  /** Submissions that are recorded but not queued, oldest first. */
  readonly unqueued: (limit: number) => Promise<readonly Submission[]>;
  /** Submissions without a standing verdict that say they are queued, oldest first. */
  readonly unjudged: (limit: number) => Promise<readonly Submission[]>;
  /** Judged submissions whose student was not told, oldest first. */
  readonly untold: (limit: number) => Promise<readonly Submission[]>;
  /** How the verdicts of a guild since a moment came out. */
  readonly outcomesSince: (guild: string, since: number) => Promise<OutcomeCounts>;

  readonly close: () => Promise<void>;
}
