import { type Kysely, sql } from 'kysely';
import { newId } from '../submission/ids.ts';
import { keepPiece, remember, takeBack } from './file-changes.ts';
import type { Records, Student } from './records.ts';
import type { Tables } from './tables.ts';

/** What a student works on: her latest files, the hints she took, the checks she had. */
export function workspaceRecords(
  db: Kysely<Tables>,
): Pick<
  Records,
  | 'workspace'
  | 'remember'
  | 'takeBack'
  | 'keepPiece'
  | 'piece'
  | 'forget'
  | 'hintTaken'
  | 'hintsTaken'
  | 'checked'
> {
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
    remember: (student, lesson, files, at) => remember(db, key(student, lesson), files, at),
    takeBack: (user, change) => takeBack(db, user, change),
    keepPiece: (piece, at) => keepPiece(db, piece, at),
    piece: async (id) => {
      const row = await db.selectFrom('file_piece').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      const { guild, user, lesson, path, text } = row;
      return { id, student: { guild, user }, lesson, path, text };
    },
    forget: async (student, lesson) => {
      for (const table of ['remembered_file', 'file_change', 'file_piece'] as const) {
        await db
          .deleteFrom(table)
          .where((where) => where.and(key(student, lesson)))
          .execute();
      }
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
