import type { CountingRule, LateRule } from '../../grading/policy.ts';
import type { Question } from '../questions.ts';
import type { RosterLine } from '../roster.ts';

/** The tables of teaching: who did what, who is in the class, what counts, who asked for a human. Moments are Unix milliseconds. */
export interface TeachingTables {
  /** Everything that a teaching assistant did; never changed, never deleted. */
  readonly audit_entry: {
    readonly id: string;
    readonly guild: string;
    readonly at: number;
    /** Who did it: a user's id, or `operator` for one who is signed in to the page by its token. */
    readonly who: string;
    readonly action: string;
    /** To whom or what: a student's id, a worker's; null where it is to all. */
    readonly whom: string | null;
    /** JSON: what exactly. */
    readonly details: string;
    readonly reason: string | null;
  };
  /** Who was seen acting as a teaching assistant: they are not counted among the students. */
  readonly staff_seen: { readonly guild: string; readonly user: string };
  readonly roster_entry: {
    readonly guild: string;
    readonly number: string;
    readonly name: string | null;
    readonly section: string | null;
    /** What the list says of the Discord account: a name or an id. */
    readonly discord: string | null;
    readonly user: string | null;
    /** How the account was found. */
    readonly linked_by: RosterLine['linkedBy'];
    readonly linked_at: number | null;
  };
  /** A link that a student made to a number that is not on the list at the moment. */
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
    /** For `less`: how many of a hundred points each begun day takes. */
    readonly late_per_day: number;
    readonly grace_minutes: number;
    /** How long before the due date those who have not passed are reminded; null: not at all. */
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
  /** What the check last saw of a student's TODOs. */
  readonly todo_standing: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    /** JSON: number of the TODO → status. */
    readonly todos: string;
  };
  /** The same as it changed: for the time that each TODO took. */
  readonly todo_seen: {
    readonly id: string;
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    readonly todos: string;
  };
  /** A message of the bot's own that it keeps up to date, such as the board. */
  readonly staff_post: {
    readonly guild: string;
    readonly kind: string;
    readonly channel: string;
    readonly message: string;
  };
  /** Sign-ins at the staff pages that were ended before their time. */
  readonly ended_sign_in: {
    readonly id: string;
    readonly until: number;
  };
  /** Alerts that were posted and have not cleared. */
  readonly open_alert: {
    readonly guild: string;
    readonly key: string;
    readonly since: number;
    readonly channel: string;
    readonly message: string;
  };
  /** A trial of a submission under the lesson of now: its verdict is recorded as a run that is not the current one. */
  readonly regrade_trial: {
    readonly guild: string;
    readonly lesson: string;
    readonly digest: string;
    readonly submission: string;
    readonly run: number;
    readonly at: number;
  };
}
