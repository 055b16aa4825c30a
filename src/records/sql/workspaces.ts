import type { Kysely } from 'kysely';
import type { SubmittedFiles } from '../../submission/files.ts';
import type { Student } from '../student.ts';
import type { FileFragment, RememberedFile, UndoResult, WorkspaceRecords } from '../workspaces.ts';
import { keepFragment, rememberFiles, undoChange } from './file-changes.ts';
import { studentKey } from './queries.ts';
import type { Tables } from './tables.ts';

/** {@link WorkspaceRecords} in SQL. */
export class SqlWorkspaceRecords implements WorkspaceRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async files(student: Student, lesson: string): Promise<readonly RememberedFile[]> {
    const rows = await this.#db
      .selectFrom('remembered_file')
      .select(['path', 'text', 'received_at'])
      .where((where) => where.and(studentKey(student, lesson)))
      .orderBy('path')
      .execute();
    return rows.map((row) => ({ path: row.path, text: row.text, receivedAt: row.received_at }));
  }

  remember(
    student: Student,
    lesson: string,
    files: SubmittedFiles,
    at: number,
    gone: readonly string[] = [],
  ): Promise<string | null> {
    return rememberFiles(this.#db, studentKey(student, lesson), { files, gone, at });
  }

  undo(user: string, change: string): Promise<UndoResult> {
    return undoChange(this.#db, user, change);
  }

  keepFragment(fragment: Omit<FileFragment, 'id'>, at: number): Promise<string> {
    return keepFragment(this.#db, fragment, at);
  }

  async fragment(id: string): Promise<FileFragment | null> {
    const row = await this.#db.selectFrom('file_piece').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return null;
    const { guild, user, lesson, path, text } = row;
    return { id, student: { guild, user }, lesson, path, text };
  }

  async forget(student: Student, lesson: string): Promise<void> {
    for (const table of ['remembered_file', 'file_change', 'file_piece'] as const) {
      await this.#db
        .deleteFrom(table)
        .where((where) => where.and(studentKey(student, lesson)))
        .execute();
    }
  }
}
