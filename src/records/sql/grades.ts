import type { Kysely, Selectable } from 'kysely';
import { defaultPolicy, type Extension, type Override, type Policy } from '../../grading/policy.ts';
import type { GradeRecords } from '../grades.ts';
import type { Student } from '../student.ts';
import { studentKey } from './queries.ts';
import type { Tables } from './tables.ts';

export const toPolicy = (row: Selectable<Tables['grading_policy']>): Policy => ({
  counts: row.counts,
  startsAt: row.starts_at,
  dueAt: row.due_at,
  late: row.late,
  latePerDay: row.late_per_day,
  graceMinutes: row.grace_minutes,
  remindHours: row.remind_hours,
  remindedAt: row.reminded_at,
});

/** {@link GradeRecords} in SQL. */
export class SqlGradeRecords implements GradeRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async policy(guild: string, lesson: string): Promise<Policy> {
    const row = await this.#db
      .selectFrom('grading_policy')
      .selectAll()
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .executeTakeFirst();
    return row === undefined ? defaultPolicy : toPolicy(row);
  }

  async savePolicy(guild: string, lesson: string, policy: Policy): Promise<void> {
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
    await this.#db
      .insertInto('grading_policy')
      .values({ guild, lesson, ...settings })
      .onConflict((conflict) => conflict.columns(['guild', 'lesson']).doUpdateSet(settings))
      .execute();
  }

  async extensions(guild: string, lesson: string): Promise<ReadonlyMap<string, Extension>> {
    const rows = await this.#db
      .selectFrom('extension')
      .selectAll()
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .execute();
    return new Map(
      rows.map((row) => [row.user, { dueAt: row.due_at, by: row.by, at: row.at, reason: row.reason }]),
    );
  }

  async extend(student: Student, lesson: string, extension: Extension): Promise<void> {
    const values = {
      due_at: extension.dueAt,
      by: extension.by,
      at: extension.at,
      reason: extension.reason,
    };
    await this.#db
      .insertInto('extension')
      .values({ ...studentKey(student, lesson), ...values })
      .onConflict((conflict) => conflict.columns(['guild', 'lesson', 'user']).doUpdateSet(values))
      .execute();
  }

  async overrides(guild: string, lesson: string): Promise<ReadonlyMap<string, Override>> {
    const rows = await this.#db
      .selectFrom('grade_override')
      .selectAll()
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .execute();
    return new Map(
      rows.map((row) => [row.user, { points: row.points, by: row.by, at: row.at, reason: row.reason }]),
    );
  }

  async override(student: Student, lesson: string, override: Override | null): Promise<void> {
    if (override === null) {
      await this.#db
        .deleteFrom('grade_override')
        .where((where) => where.and(studentKey(student, lesson)))
        .execute();
      return;
    }
    await this.#db
      .insertInto('grade_override')
      .values({ ...studentKey(student, lesson), ...override })
      .onConflict((conflict) => conflict.columns(['guild', 'lesson', 'user']).doUpdateSet({ ...override }))
      .execute();
  }
}
