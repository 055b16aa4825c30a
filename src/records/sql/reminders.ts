import type { Kysely } from 'kysely';
import type { Policy } from '../../grading/policy.ts';
import type { ReminderRecords } from '../reminders.ts';
import type { Student } from '../student.ts';
import { toPolicy } from './grades.ts';
import type { Tables } from './tables.ts';

/** {@link ReminderRecords} in SQL. */
export class SqlReminderRecords implements ReminderRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async due(
    at: number,
  ): Promise<readonly { readonly guild: string; readonly lesson: string; readonly policy: Policy }[]> {
    const rows = await this.#db
      .selectFrom('grading_policy')
      .selectAll()
      .where('remind_hours', 'is not', null)
      .where('reminded_at', 'is', null)
      .where('due_at', '>', at)
      .execute();
    return rows
      .filter((row) => (row.due_at ?? 0) - (row.remind_hours ?? 0) * 3_600_000 <= at)
      .map((row) => ({ guild: row.guild, lesson: row.lesson, policy: toPolicy(row) }));
  }

  async setWanted(student: Student, wants: boolean): Promise<void> {
    const own = { guild: student.guild, user: student.user };
    if (wants) {
      await this.#db
        .deleteFrom('no_reminder')
        .where((where) => where.and(own))
        .execute();
      return;
    }
    await this.#db
      .insertInto('no_reminder')
      .values(own)
      .onConflict((conflict) => conflict.columns(['guild', 'user']).doNothing())
      .execute();
  }

  async optedOut(guild: string): Promise<ReadonlySet<string>> {
    const rows = await this.#db.selectFrom('no_reminder').select('user').where('guild', '=', guild).execute();
    return new Set(rows.map((row) => row.user));
  }
}
