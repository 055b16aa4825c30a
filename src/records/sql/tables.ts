import type { ChecklistTick } from '../checklist.ts';
import type { DeadLetterCause, DeadLetterKind } from '../dead-letters.ts';
import type { SubmissionState } from '../submissions.ts';
import type { TeachingTables } from './teaching-tables.ts';

/**
 * The tables, the same in SQLite and PostgreSQL. Times are Unix milliseconds; values that are never queried in SQL are JSON text.
 */
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
  /** The lesson that a student chose instead of the one of a class or channel. */
  readonly own_lesson: {
    readonly guild: string;
    readonly user: string;
    readonly instead_of: string;
    readonly lesson: string;
  };
  /** The guild that a user in several guilds chose for DMs. */
  readonly dm_choice: { readonly user: string; readonly guild: string };
  /** The latest version of each of a student's files: the workspace. */
  readonly remembered_file: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly path: string;
    readonly text: string;
    readonly received_at: number;
  };
  /** The versions of a file before and after a student sent it, for undo. One row for each file of a change. */
  readonly file_change: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly path: string;
    readonly at: number;
    /** Null when the file did not exist. */
    readonly before: string | null;
    readonly before_at: number | null;
    /** Empty when the student sent a project without it. */
    readonly after: string;
    /** 1 if the change removed the file, else 0. */
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
  /** Steps of a hint before its answer. */
  readonly hint_rung: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly todo: number;
    readonly rung: string;
    readonly first_at: number;
    readonly times: number;
  };
  /** A box of a lesson's checklist that a student ticked, or that pasted output ticked. */
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
    /** 1: ready; 0: not ready; null: unknown. */
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
    /** Who started the newest run; null: the student. */
    readonly run_by: 'ta' | null;
    readonly state: SubmissionState;
    readonly reply: string | null;
    readonly judged_at: number | null;
    readonly told_at: number | null;
    /** The pull request that its files come from, as JSON, and its address. */
    readonly pull_request: string | null;
    readonly pull_request_url: string | null;
  };
  /** Practice runs, kept until the student was notified of the result. */
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
  /** When a student started a practice run. */
  readonly practice_turn: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly at: number;
  };
  /** Texts that ended the process that read them. */
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
  /** The display name, by server, of a member who ever wrote. */
  readonly member_name: {
    readonly guild: string;
    readonly user: string;
    readonly name: string;
    readonly at: number;
  };
  /** Data about a person that does not depend on a class. */
  readonly person: {
    readonly user: string;
    /** As Discord names it: `en-GB`, `de`. */
    readonly locale: string | null;
    readonly dm_channel: string | null;
    /** The last answered message of the DM, padded to 20 digits so that it sorts as text in numeric order. */
    readonly dm_seen: string | null;
    readonly dm_at: number | null;
    /** The message of the DM whose answering was last begun. */
    readonly dm_attempt: string | null;
    /** How often that was begun; 0 once it has ended. */
    readonly dm_attempts: number;
  };
  /** Every verdict ever recorded, one for each run. The standing one is that of the submission's `standing_run`. */
  readonly verdict: {
    readonly submission: string;
    readonly run: number;
    readonly at: number;
    readonly outcome: string;
    readonly reason: string | null;
    readonly body: string;
    /** 1 when the verdict was reused without a run. */
    readonly replayed: number;
  };
}
