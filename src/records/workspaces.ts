import { type Kysely, sql } from 'kysely';
import { newId } from '../submission/ids.ts';
import type { Records, Student } from './records.ts';
import type { Tables } from './tables.ts';

/** What a student works on: her latest files, the hints she took, the checks she had. */
export function workspaceRecords(
  db: Kysely<Tables>,
): Pick<Records, 'workspace' | 'remember' | 'forget' | 'hintTaken' | 'hintsTaken' | 'checked'> {
  const key = (student: Student, lesson: string) => ({ guild: student.guild, user: student.user, lesson });
  return {
    workspace: async (student, lesson) => {
      const rows = await db
        .selectFrom('remembered_file')
        .select(['path', 'text', 'received_at'])
        .where((where) => where.and(key(student, lesson)))
        .orderBy('path')
        .execute();
      return rows.map((row) => ({ path: row.path, text: row.text, receivedAt: row.received_at }));
    },
    remember: async (student, lesson, files, at) => {
      const rows = Object.entries(files).map(([path, text]) => ({
        ...key(student, lesson),
        path,
        text,
        received_at: at,
      }));
      if (rows.length === 0) return;
      await db
        .insertInto('remembered_file')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['guild', 'user', 'lesson', 'path']).doUpdateSet((excluded) => ({
            text: excluded.ref('excluded.text'),
            received_at: excluded.ref('excluded.received_at'),
          })),
        )
        .execute();
    },
    forget: async (student, lesson) => {
      await db
        .deleteFrom('remembered_file')
        .where((where) => where.and(key(student, lesson)))
        .execute();
    },
    hintTaken: async (student, lesson, todo, at) => {
      await db
        .insertInto('hint_taken')
        .values({ ...key(student, lesson), todo, first_at: at, times: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['guild', 'user', 'lesson', 'todo'])
            .doUpdateSet({ times: sql<number>`hint_taken.times + 1` }),
        )
        .execute();
    },
    hintsTaken: async (student, lesson) => {
      const rows = await db
        .selectFrom('hint_taken')
        .select('todo')
        .where((where) => where.and(key(student, lesson)))
        .orderBy('todo')
        .execute();
      return rows.map((row) => row.todo);
    },
    checked: async (student, lesson, result, at) => {
      await db
        .insertInto('check_done')
        .values({
          id: newId('c'),
          ...key(student, lesson),
          at,
          ready: result.ready === null ? null : Number(result.ready),
          done: result.done,
          of: result.of,
        })
        .execute();
    },
  };
}
