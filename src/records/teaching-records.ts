import type { Kysely, Transaction } from 'kysely';
import { askRecords } from './asks.ts';
import { auditRecords } from './audit.ts';
import { gradingRecords } from './grading.ts';
import { progressRecords } from './progress.ts';
import type { Student } from './records.ts';
import { regradeRecords } from './regrades.ts';
import { rosterRecords } from './roster.ts';
import { staffPostRecords } from './staff-posts.ts';
import type { Tables } from './tables.ts';
import type { TeachingRecords } from './teaching.ts';

/** All that teaching remembers, over one database. */
export const teachingRecords = (db: Kysely<Tables>): TeachingRecords => ({
  ...auditRecords(db),
  ...rosterRecords(db),
  ...gradingRecords(db),
  ...askRecords(db),
  ...progressRecords(db),
  ...staffPostRecords(db),
  ...regradeRecords(db),
});

/** Deletes what teaching keeps of how a student worked; her line of the class list and her grade are the school's. */
export async function eraseTeaching(
  db: Kysely<Tables> | Transaction<Tables>,
  student: Student,
): Promise<void> {
  for (const table of ['todo_standing', 'todo_seen', 'no_reminder', 'ask'] as const) {
    await db.deleteFrom(table).where('guild', '=', student.guild).where('user', '=', student.user).execute();
  }
}
