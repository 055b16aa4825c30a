import type { SubmittedFiles } from '../submission/files.ts';
import type { Verdict } from '../submission/verdict.ts';

/** A student is a user in a guild: the same person in two classes is two students. Discord snowflakes. */
export interface Student {
  readonly guild: string;
  readonly user: string;
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
  readonly files: SubmittedFiles;
  readonly filesDigest: string;
  /** Unix milliseconds. */
  readonly receivedAt: number;
  /** The newest run. */
  readonly run: number;
  /** Who started it: a teaching assistant's is not the student's to call off. */
  readonly runBy: 'student' | 'ta';
  readonly state: SubmissionState;
  readonly reply: ReplyPlace | null;
  /** The standing one, which an earlier run may have had: what broke down or was called off takes nothing from it. */
  readonly verdict: Verdict | null;
  readonly judgedAt: number | null;
  /** When the student was told of the standing verdict; null until then. */
  readonly toldAt: number | null;
}

export interface NewSubmission {
  readonly id: string;
  readonly student: Student;
  readonly lesson: { readonly slug: string; readonly digest: string };
  readonly files: SubmittedFiles;
  readonly receivedAt: number;
  readonly reply: ReplyPlace | null;
}
