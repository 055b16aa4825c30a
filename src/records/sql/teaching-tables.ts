import type { CountingRule, LateRule } from '../../grading/policy.ts';
import type { Question } from '../questions.ts';
import type { RosterLine } from '../roster.ts';

/** The tables for teaching: audit log, class list, grading, questions. Times are Unix milliseconds. */
export interface TeachingTables {
  /** Every action of a teaching assistant; never changed, never deleted. */
  readonly audit_entry: {
    readonly id: string;
    readonly guild: string;
    readonly at: number;
    /** Who did it: a user ID, or `operator` for somebody signed in to the page with the operator token. */
    readonly who: string;
    readonly action: string;
    /** The affected student or worker, by ID; null if it affects all. */
    readonly whom: string | null;
    /** JSON with the particulars. */
    readonly details: string;
    readonly reason: string | null;
  };
  /** Users seen acting as teaching assistants, who are not counted among the students. */
  readonly staff_seen: { readonly guild: string; readonly user: string };
  readonly roster_entry: {
    readonly guild: string;
    readonly number: string;
    readonly name: string | null;
    readonly section: string | null;
    /** The Discord account as given in the list: a name or an ID. */
    readonly discord: string | null;
    readonly user: string | null;
    /** How the account was found. */
    readonly linked_by: RosterLine['linkedBy'];
    readonly linked_at: number | null;
  };
  /** A link that a student made to a number that is currently not on the list. */
  readonly kept_link: {
    readonly guild: string;
    readonly number: string;
    readonly user: string;
    readonly linked_at: number | null;
  };
  /** When a lesson starts, when it is due, and which submission counts. */
  readonly grading_policy: {
    readonly guild: string;
    readonly lesson: string;
    readonly counts: CountingRule;
    readonly starts_at: number | null;
    readonly due_at: number | null;
    readonly late: LateRule;
    /** For `less`: how many of 100 points each started day costs. */
    readonly late_per_day: number;
    readonly grace_minutes: number;
    /** How many hours before the due date students who have not passed are reminded; null: never. */
    readonly remind_hours: number | null;
    readonly reminded_at: number | null;
  };
  readonly extension: {
    readonly guild: string;
    readonly lesson: string;
    readonly user: string;
    readonly due_at: number;
    readonly by: string;
    readonly at: number;
    readonly reason: string | null;
  };
  readonly grade_override: {
    readonly guild: string;
    readonly lesson: string;
    readonly user: string;
    readonly points: number;
    readonly by: string;
    readonly at: number;
    readonly reason: string;
  };
  /** A student who wants no reminders. */
  readonly no_reminder: { readonly guild: string; readonly user: string };
  readonly ask: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    readonly question: string;
    readonly submission: string | null;
    readonly state: Question['state'];
    readonly channel: string | null;
    readonly message: string | null;
    readonly thread: string | null;
    readonly claimed_by: string | null;
    readonly claimed_at: number | null;
    readonly closed_by: string | null;
    readonly closed_at: number | null;
  };
  /** The status of a student's TODOs in the latest check. */
  readonly todo_standing: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    /** JSON: number of the TODO → status. */
    readonly todos: string;
  };
  /** The history of these changes, to measure the time that each TODO took. */
  readonly todo_seen: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    readonly todos: string;
  };
  /** A message of the bot that it keeps up to date, such as the board. */
  readonly staff_post: {
    readonly guild: string;
    readonly kind: string;
    readonly channel: string;
    readonly message: string;
  };
  /** Sign-ins at the staff pages that were ended before they expired. */
  readonly ended_sign_in: {
    readonly id: string;
    readonly until: number;
  };
  /** Alerts that were posted and are not cleared. */
  readonly open_alert: {
    readonly guild: string;
    readonly key: string;
    readonly since: number;
    readonly channel: string;
    readonly message: string;
  };
  /** A trial run of a submission under the current lesson; its verdict is recorded as a run that is not the current one. */
  readonly regrade_trial: {
    readonly guild: string;
    readonly lesson: string;
    readonly digest: string;
    readonly submission: string;
    readonly run: number;
    readonly at: number;
  };
}
