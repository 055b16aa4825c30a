import type { Kysely, Selectable } from 'kysely';
import { defaultPolicy, type Policy } from '../grading/policy.ts';
import type { Student } from './records.ts';
import type { Tables } from './tables.ts';
import type { GradingRecords } from './teaching.ts';

const toPolicy = (row: Selectable<Tables['grading_policy']>): Policy => ({
  counts: row.counts,
  startsAt: row.starts_at,
  dueAt: row.due_at,
  late: row.late,
  latePerDay: row.late_per_day,
  graceMinutes: row.grace_minutes,
  remindHours: row.remind_hours,
  remindedAt: row.reminded_at,
});

const key = (student: Student, lesson: string) => ({ guild: student.guild, lesson, user: student.user });

/** When lessons are due, which submission counts, and what a teaching assistant decided for one student. */
export function gradingRecords(db: Kysely<Tables>): GradingRecords {
  return {
    policy: async (guild, lesson) => {
      const row = await db
        .selectFrom('grading_policy')
        .selectAll()
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .executeTakeFirst();
      return row === undefined ? defaultPolicy : toPolicy(row);
    },
    savePolicy: async (guild, lesson, policy) => {
      const settings = {
        counts: policy.counts,
        starts_at: policy.startsAt,
        due_at: policy.dueAt,
        late: policy.late,
        late_per_day: policy.latePerDay,
        grace_minutes: policy.graceMinutes,
        remind_hours: policy.remindHours,
        reminded_at: policy.remindedAt,
      };
      await db
        .insertInto('grading_policy')
        .values({ guild, lesson, ...settings })
        .onConflict((conflict) => conflict.columns(['guild', 'lesson']).doUpdateSet(settings))
        .execute();
    },
    remindersDue: async (at) => {
      const rows = await db
        .selectFrom('grading_policy')
        .selectAll()
        .where('remind_hours', 'is not', null)
        .where('reminded_at', 'is', null)
        .where('due_at', '>', at)
        .execute();
      return rows
        .filter((row) => (row.due_at ?? 0) - (row.remind_hours ?? 0) * 3_600_000 <= at)
        .map((row) => ({ guild: row.guild, lesson: row.lesson, policy: toPolicy(row) }));
    },
    extensions: async (guild, lesson) => {
      const rows = await db
        .selectFrom('extension')
        .selectAll()
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .execute();
      return new Map(
        rows.map((row) => [row.user, { dueAt: row.due_at, by: row.by, at: row.at, reason: row.reason }]),
      );
    },
    extend: async (student, lesson, extension) => {
      const values = {
        due_at: extension.dueAt,
        by: extension.by,
        at: extension.at,
        reason: extension.reason,
      };
      await db
        .insertInto('extension')
        .values({ ...key(student, lesson), ...values })
        .onConflict((conflict) => conflict.columns(['guild', 'lesson', 'user']).doUpdateSet(values))
        .execute();
    },
    overrides: async (guild, lesson) => {
      const rows = await db
        .selectFrom('grade_override')
        .selectAll()
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .execute();
      return new Map(
        rows.map((row) => [row.user, { points: row.points, by: row.by, at: row.at, reason: row.reason }]),
      );
    },
    override: async (student, lesson, override) => {
      if (override === null) {
        await db
          .deleteFrom('grade_override')
          .where((where) => where.and(key(student, lesson)))
          .execute();
        return;
      }
      await db
        .insertInto('grade_override')
        .values({ ...key(student, lesson), ...override })
        .onConflict((conflict) => conflict.columns(['guild', 'lesson', 'user']).doUpdateSet({ ...override }))
        .execute();
    },
    wantsReminders: async (student, wants) => {
      const own = { guild: student.guild, user: student.user };
      if (wants) {
        await db
          .deleteFrom('no_reminder')
          .where((where) => where.and(own))
          .execute();
        return;
      }
      await db
        .insertInto('no_reminder')
        .values(own)
        .onConflict((conflict) => conflict.columns(['guild', 'user']).doNothing())
        .execute();
    },
    withoutReminders: async (guild) => {
      const rows = await db.selectFrom('no_reminder').select('user').where('guild', '=', guild).execute();
      return new Set(rows.map((row) => row.user));
    },
  };
}
