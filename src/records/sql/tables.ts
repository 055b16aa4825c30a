import type { ChecklistTick } from '../checklist.ts';
import type { DeadLetterCause, DeadLetterKind } from '../dead-letters.ts';
import type { SubmissionState } from '../submissions.ts';
import type { TeachingTables } from './teaching-tables.ts';

/** The tables, which are the same in SQLite and PostgreSQL. Times are Unix milliseconds; values that SQL never inspects are JSON text. */
export interface Tables extends TeachingTables {
  readonly guild: {
    readonly id: string;
    readonly lesson: string;
    readonly ta_role: string | null;
    readonly ta_channel: string | null;
    readonly class_channel: string | null;
  };
  /** The lesson of a channel, if it differs from the class's. */
  readonly channel_lesson: { readonly guild: string; readonly channel: string; readonly lesson: string };
  /** The lesson that the environment named when it was last read. */
  readonly configured_lesson: { readonly guild: string; readonly lesson: string };
  /** The lesson that a student chose instead of that of the class or channel. */
  readonly own_lesson: {
    readonly guild: string;
    readonly user: string;
    readonly instead_of: string;
    readonly lesson: string;
  };
  /** The guild that a member of several chose for DMs. */
  readonly dm_choice: { readonly user: string; readonly guild: string };
  /** The latest version of each file of a student: their workspace. */
  readonly remembered_file: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly path: string;
    readonly text: string;
    readonly received_at: number;
  };
  /** Previous and new versions of a student's files, for undoing changes. One row per file of a change. */
  readonly file_change: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly path: string;
    readonly at: number;
    /** Null if the file did not exist. */
    readonly before: string | null;
    readonly before_at: number | null;
    /** Empty if the student sent a project without the file. */
    readonly after: string;
    /** 1 if the change removed the file; otherwise 0. */
    readonly removed: number;
  };
  /** Lines of a file, kept until the sender says where they belong. */
  readonly file_piece: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly path: string;
    readonly at: number;
    readonly text: string;
  };
  readonly hint_taken: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly todo: number;
    readonly first_at: number;
    readonly times: number;
  };
  /** Steps of a hint that come before the answer. */
  readonly hint_rung: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly todo: number;
    readonly rung: string;
    readonly first_at: number;
    readonly times: number;
  };
  /** An item of a lesson's checklist that was ticked by a student or by what they pasted. */
  readonly checklist_tick: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly item: string;
    readonly at: number;
    readonly by: ChecklistTick['by'];
    readonly proof: string | null;
  };
  readonly check_done: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    /** 1: ready, 0: not ready, null: unknown. */
    readonly ready: number | null;
    readonly done: number;
    readonly of: number;
  };
  readonly submission: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly lesson_digest: string;
    readonly files: string;
    readonly files_digest: string;
    readonly received_at: number;
    /** The newest run. */
    readonly run: number;
    /** The run whose verdict stands; null if there is none. */
    readonly standing_run: number | null;
    /** Who started the newest run; null for the student. */
    readonly run_by: 'ta' | null;
    readonly state: SubmissionState;
    readonly reply: string | null;
    readonly judged_at: number | null;
    readonly told_at: number | null;
    /** The pull request that the files come from, as JSON, and its URL. */
    readonly pull_request: string | null;
    readonly pull_request_url: string | null;
  };
  /** A student's practice run, until they have been notified of the result. */
  readonly practice: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly lesson_digest: string;
    readonly files: string;
    readonly received_at: number;
    readonly hunt: string;
    readonly reply: string | null;
    readonly verdict: string | null;
    readonly judged_at: number | null;
  };
  /** The time of a student's practice run. */
  readonly practice_turn: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly at: number;
  };
  /** Texts that ended the process reading them. */
  readonly dead_letter: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly digest: string;
    readonly kind: DeadLetterKind;
    readonly why: DeadLetterCause;
    readonly file: string | null;
    readonly line: number | null;
    readonly at: number;
    readonly discarded_at: number | null;
  };
  /** Leases on what only one of several bots does at a time. */
  readonly lease: {
    readonly name: string;
    readonly owner: string;
    readonly until: number;
  };
  /** The name of a member who has ever written in a server. */
  readonly member_name: {
    readonly guild: string;
    readonly user: string;
    readonly name: string;
    readonly at: number;
  };
  /** Data of a person regardless of the class. */
  readonly person: {
    readonly user: string;
    /** Discord's code: `en-GB`, `de`. */
    readonly locale: string | null;
    readonly dm_channel: string | null;
    /** The last message of the DM that was answered, padded to 20 digits so that the text sorts like the number. */
    readonly dm_seen: string | null;
    readonly dm_at: number | null;
    /** The message of the DM that was last being answered. */
    readonly dm_attempt: string | null;
    /** The number of attempts to answer it; 0 if it has been answered. */
    readonly dm_attempts: number;
  };
  /** All verdicts, one per run. The standing one is that of the submission's `standing_run`. */
  readonly verdict: {
    readonly submission: string;
    readonly run: number;
    readonly at: number;
    readonly outcome: string;
    readonly reason: string | null;
    readonly body: string;
    /** 1 if the verdict was replayed, without a run. */
    readonly replayed: number;
  };
}
