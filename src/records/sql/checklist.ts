import type { Kysely } from 'kysely';
import type { ChecklistRecords, ChecklistTick } from '../checklist.ts';
import type { Student } from '../student.ts';
import { studentKey } from './queries.ts';
import type { Tables } from './tables.ts';

/** {@link ChecklistRecords} in SQL. */
export class SqlChecklistRecords implements ChecklistRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async ticks(student: Student, lesson: string): Promise<readonly ChecklistTick[]> {
    const rows = await this.#db
      .selectFrom('checklist_tick')
      .select(['item', 'at', 'by', 'proof'])
      .where((where) => where.and(studentKey(student, lesson)))
      .orderBy('at')
      .execute();
    return rows;
  }

  async tick(student: Student, lesson: string, { item, at, by, proof }: ChecklistTick): Promise<void> {
    await this.#db
      .insertInto('checklist_tick')
      .values({ ...studentKey(student, lesson), item, at, by, proof })
      .onConflict((conflict) =>
        conflict.columns(['guild', 'user', 'lesson', 'item']).doUpdateSet({ at, by, proof }),
      )
      .execute();
  }

  async untick(student: Student, lesson: string, item: string): Promise<void> {
    await this.#db
      .deleteFrom('checklist_tick')
      .where((where) => where.and({ ...studentKey(student, lesson), item }))
      .execute();
  }
}
