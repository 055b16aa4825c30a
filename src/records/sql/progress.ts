import { type Kysely, sql } from 'kysely';
import type { TodoState } from '../../grading/class-view.ts';
import type { TodosSeen } from '../../grading/time-on-todos.ts';
import { newId } from '../../submission/ids.ts';
import type { ProgressRecords } from '../progress.ts';
import type { Student } from '../student.ts';
import { studentKey } from './queries.ts';
import type { Tables } from './tables.ts';
import { readTodos } from './verdict-rows.ts';

/** {@link ProgressRecords} in SQL. */
export class SqlProgressRecords implements ProgressRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async recordHint(student: Student, lesson: string, todo: number, at: number): Promise<void> {
    await this.#db
      .insertInto('hint_taken')
      .values({ ...studentKey(student, lesson), todo, first_at: at, times: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['guild', 'user', 'lesson', 'todo'])
          .doUpdateSet({ times: sql<number>`hint_taken.times + 1` }),
      )
      .execute();
  }

  async hintsTaken(student: Student, lesson: string): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('hint_taken')
      .select('todo')
      .where((where) => where.and(studentKey(student, lesson)))
      .orderBy('todo')
      .execute();
    return rows.map((row) => row.todo);
  }

  async recordRung(
    student: Student,
    lesson: string,
    { todo, rung }: { readonly todo: number; readonly rung: string },
    at: number,
  ): Promise<void> {
    await this.#db
      .insertInto('hint_rung')
      .values({ ...studentKey(student, lesson), todo, rung, first_at: at, times: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['guild', 'user', 'lesson', 'todo', 'rung'])
          .doUpdateSet({ times: sql<number>`hint_rung.times + 1` }),
      )
      .execute();
  }

  async rungsTaken(
    student: Student,
    lesson: string,
    todo: number,
  ): Promise<readonly { readonly rung: string; readonly firstAt: number }[]> {
    const rows = await this.#db
      .selectFrom('hint_rung')
      .select(['rung', 'first_at'])
      .where((where) => where.and({ ...studentKey(student, lesson), todo }))
      .orderBy('first_at')
      .execute();
    return rows.map((row) => ({ rung: row.rung, firstAt: row.first_at }));
  }

  hintsOfClass(
    guild: string,
    lesson: string,
  ): Promise<readonly { readonly user: string; readonly todo: number; readonly times: number }[]> {
    return this.#db
      .selectFrom('hint_taken')
      .select(['user', 'todo', 'times'])
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .orderBy('todo')
      .execute();
  }

  async recordCheck(
    student: Student,
    lesson: string,
    result: { readonly ready: boolean | null; readonly done: number; readonly of: number },
    at: number,
  ): Promise<void> {
    await this.#db
      .insertInto('check_done')
      .values({
        id: newId('c'),
        ...studentKey(student, lesson),
        at,
        ready: result.ready === null ? null : Number(result.ready),
        done: result.done,
        of: result.of,
      })
      .execute();
  }

  recordTodos(
    student: Student,
    lesson: string,
    todos: Readonly<Record<number, TodoState>>,
    at: number,
  ): Promise<void> {
    return this.#db.transaction().execute(async (transaction) => {
      const json = JSON.stringify(todos);
      const before = await transaction
        .selectFrom('todo_standing')
        .select('todos')
        .where((where) => where.and(studentKey(student, lesson)))
        .executeTakeFirst();
      await transaction
        .insertInto('todo_standing')
        .values({ ...studentKey(student, lesson), at, todos: json })
        .onConflict((conflict) =>
          conflict.columns(['guild', 'lesson', 'user']).doUpdateSet({ at, todos: json }),
        )
        .execute();
      if (before?.todos === json) return;
      await transaction
        .insertInto('todo_seen')
        .values({ id: newId('t'), ...studentKey(student, lesson), at, todos: json })
        .execute();
    });
  }

  async latestTodos(
    guild: string,
    lesson: string,
  ): Promise<readonly (TodosSeen & { readonly user: string })[]> {
    const rows = await this.#db
      .selectFrom('todo_standing')
      .select(['user', 'at', 'todos'])
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .execute();
    return rows.map((row) => ({ user: row.user, at: row.at, todos: readTodos(row.todos) }));
  }

  async todoHistory(student: Student, lesson: string): Promise<readonly TodosSeen[]> {
    const rows = await this.#db
      .selectFrom('todo_seen')
      .select(['at', 'todos'])
      .where((where) => where.and(studentKey(student, lesson)))
      .orderBy('at')
      .limit(2_000)
      .execute();
    return rows.map((row) => ({ at: row.at, todos: readTodos(row.todos) }));
  }

  async activityTimes(student: Student, lesson: string): Promise<readonly number[]> {
    const own = studentKey(student, lesson);
    const [checks, hints, submissions] = await Promise.all([
      this.#db
        .selectFrom('check_done')
        .select('at')
        .where((where) => where.and(own))
        .execute(),
      this.#db
        .selectFrom('hint_taken')
        .select('first_at as at')
        .where((where) => where.and(own))
        .execute(),
      this.#db
        .selectFrom('submission')
        .select('received_at as at')
        .where((where) => where.and(own))
        .execute(),
    ]);
    return [...checks, ...hints, ...submissions].map((row) => row.at);
  }
}
