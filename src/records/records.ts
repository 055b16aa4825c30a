import type { AlertRecords } from './alerts.ts';
import type { AttemptRecords } from './attempts.ts';
import type { AuditRecords } from './audit.ts';
import type { BacklogRecords } from './backlog.ts';
import type { ChecklistRecords } from './checklist.ts';
import type { DeadLetterRecords } from './dead-letters.ts';
import type { GradeRecords } from './grades.ts';
import type { GuildRecords } from './guilds.ts';
import type { LeaseRecords } from './leases.ts';
import type { LessonChoiceRecords } from './lesson-choices.ts';
import type { PeopleRecords } from './people.ts';
import type { PersonalDataRecords } from './personal-data.ts';
import type { PracticeRecords } from './practice.ts';
import type { ProgressRecords } from './progress.ts';
import type { QuestionRecords } from './questions.ts';
import type { RegradeRecords } from './regrades.ts';
import type { ReminderRecords } from './reminders.ts';
import type { RosterRecords } from './roster.ts';
import type { SignInRecords } from './sign-ins.ts';
import type { StaffRecords } from './staff.ts';
import type { StaffPostRecords } from './staff-posts.ts';
import type { SubmissionRecords } from './submissions.ts';
import type { VerdictRecords } from './verdicts.ts';
import type { WorkspaceRecords } from './workspaces.ts';

export type * from './alerts.ts';
export type * from './attempts.ts';
export type * from './audit.ts';
export type * from './backlog.ts';
export type * from './checklist.ts';
export type * from './dead-letters.ts';
export type * from './grades.ts';
export type * from './guilds.ts';
export type * from './leases.ts';
export type * from './lesson-choices.ts';
export type * from './people.ts';
export type * from './personal-data.ts';
export type * from './practice.ts';
export type * from './progress.ts';
export type * from './questions.ts';
export type * from './regrades.ts';
export type * from './reminders.ts';
export type * from './roster.ts';
export type * from './sign-ins.ts';
export type * from './staff.ts';
export type * from './staff-posts.ts';
export type * from './student.ts';
export type * from './submissions.ts';
export type * from './verdicts.ts';
export type * from './workspaces.ts';

/** Everything that Dockhand stores, by subject. Every method is one transaction. */
export interface RecordGroups {
  readonly alerts: AlertRecords;
  readonly attempts: AttemptRecords;
  readonly audit: AuditRecords;
  readonly backlog: BacklogRecords;
  readonly checklist: ChecklistRecords;
  readonly deadLetters: DeadLetterRecords;
  readonly grades: GradeRecords;
  readonly guilds: GuildRecords;
  readonly leases: LeaseRecords;
  readonly lessonChoices: LessonChoiceRecords;
  readonly people: PeopleRecords;
  readonly personalData: PersonalDataRecords;
  readonly practice: PracticeRecords;
  readonly progress: ProgressRecords;
  readonly questions: QuestionRecords;
  readonly regrades: RegradeRecords;
  readonly reminders: ReminderRecords;
  readonly roster: RosterRecords;
  readonly signIns: SignInRecords;
  readonly staff: StaffRecords;
  readonly staffPosts: StaffPostRecords;
  readonly submissions: SubmissionRecords;
  readonly verdicts: VerdictRecords;
  readonly workspaces: WorkspaceRecords;
}

/** All groups over one database, until it is closed. */
export interface Records extends RecordGroups {
  readonly close: () => Promise<void>;
}
