import type { Policy } from '../grading/policy.ts';
import type { Student } from './student.ts';

/** Reminders of due dates: which are due, and who has opted out. */
export interface ReminderRecords {
  /** Lessons whose reminder is due at a time and was not sent. */
  readonly due: (
    at: number,
  ) => Promise<readonly { readonly guild: string; readonly lesson: string; readonly policy: Policy }[]>;
  readonly setWanted: (student: Student, wants: boolean) => Promise<void>;
  readonly optedOut: (guild: string) => Promise<ReadonlySet<string>>;
}
