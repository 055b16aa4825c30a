import type { CountingRule, LateRule } from '../../grading/policy.ts';
import type { Question } from '../questions.ts';
import type { RosterLine } from '../roster.ts';

/** The tables for teaching: actions of the staff, class list, grading and questions. Times are Unix milliseconds. */
export interface TeachingTables {
  /** The actions of teaching assistants; never changed or deleted. */
  readonly audit_entry: {
    readonly id: string;
    readonly guild: string;
    readonly at: number;
    /** A user's id, or `operator` for a user who signed in to the staff pages with the token. */
    readonly who: string;
    readonly action: string;
    /** The student or worker affected, by id; null if all are. */
    readonly whom: string | null;
    /** Details as JSON. */
    readonly details: string;
    readonly reason: string | null;
  };
  /** Users who have acted as teaching assistants, who do not count as students. */
  readonly staff_seen: { readonly guild: string; readonly user: string };
  readonly roster_entry: {
    readonly guild: string;
    readonly number: string;
    readonly name: string | null;
    readonly section: string | null;
    /** The Discord account according to the list: a name or an id. */
    readonly discord: string | null;
    readonly user: string | null;
    /** How the account was linked. */
    readonly linked_by: RosterLine['linkedBy'];
    readonly linked_at: number | null;
  };
  /** A student's link to a number that is currently not on the list. */
  readonly kept_link: {
    readonly guild: string;
    readonly number: string;
    readonly user: string;
    readonly linked_at: number | null;
  };
  /** The start and the due date of a lesson, and which submission counts. */
  readonly grading_policy: {
    readonly guild: string;
    readonly lesson: string;
    readonly counts: CountingRule;
    readonly starts_at: number | null;
    readonly due_at: number | null;
    readonly late: LateRule;
    /** For `less`: how many of a hundred points are deducted for each day begun. */
    readonly late_per_day: number;
    readonly grace_minutes: number;
    /** How many hours before the due date students who have not passed are reminded; null to disable reminders. */
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
  /** A student who does not want reminders. */
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
  /** The states of a student's TODOs according to the latest check. */
  readonly todo_standing: {
    readonly guild: string;
    readonly user: string;
    readonly lesson: string;
    readonly at: number;
    /** JSON: number of the TODO → state. */
    readonly todos: string;
  };
  /** The history of these states, for measuring the time spent on each TODO. */
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
  /** Sign-ins to the staff pages that were ended early. */
  readonly ended_sign_in: {
    readonly id: string;
    readonly until: number;
  };
  /** Alerts that have been posted and not cleared. */
  readonly open_alert: {
    readonly guild: string;
    readonly key: string;
    readonly since: number;
    readonly channel: string;
    readonly message: string;
  };
  /** A trial of a submission with the current version of the lesson. Its verdict is recorded as a run that is not the current one. */
  readonly regrade_trial: {
    readonly guild: string;
    readonly lesson: string;
    readonly digest: string;
    readonly submission: string;
    readonly run: number;
    readonly at: number;
  };
}
