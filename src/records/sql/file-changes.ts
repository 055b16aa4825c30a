import type { Kysely, Transaction } from 'kysely';
import type { SubmittedFiles } from '../../submission/files.ts';
import { newId } from '../../submission/ids.ts';
import type { FileFragment, UndoResult } from '../records.ts';
import type { Tables } from './tables.ts';

/** Identifies a student's files for a lesson. */
interface WorkspaceKey {
  readonly guild: string;
  readonly user: string;
  readonly lesson: string;
}

/** Changes that can be undone, and fragments that can be placed, per student and lesson. */
const most = 10;

/** The files that a student sent at a time. */
interface FilesSentAt {
  readonly files: SubmittedFiles;
  /** Paths of remembered files that no longer exist. */
  readonly gone: readonly string[];
  readonly at: number;
}

/** Merges files over the remembered ones, and keeps the previous versions. */
export const rememberFiles = (
  db: Kysely<Tables>,
  owner: WorkspaceKey,
  { files, gone, at }: FilesSentAt,
): Promise<string | null> =>
  db.transaction().execute(async (transaction) => {
    const entries = Object.entries(files);
    if (entries.length === 0) return null;
    const before = await transaction
      .selectFrom('remembered_file')
      .select(['path', 'text', 'received_at'])
      .where((where) => where.and({ ...owner }))
      .execute();
    const known = new Map(before.map((row) => [row.path, row]));
    await transaction
      .insertInto('remembered_file')
      .values(entries.map(([path, text]) => ({ ...owner, path, text, received_at: at })))
      .onConflict((conflict) =>
        conflict.columns(['guild', 'user', 'lesson', 'path']).doUpdateSet((excluded) => ({
          text: excluded.ref('excluded.text'),
          received_at: excluded.ref('excluded.received_at'),
        })),
      )
      .execute();
    const removed = gone.filter((path) => known.has(path) && !Object.hasOwn(files, path));
    if (removed.length > 0)
      await transaction
        .deleteFrom('remembered_file')
        .where((where) => where.and({ ...owner }))
        .where('path', 'in', removed)
        .execute();
    const changes = [
      ...entries
        .filter(([path, text]) => known.get(path)?.text !== text)
        .map(([path, after]) => ({ path, after, removed: 0 })),
      ...removed.map((path) => ({ path, after: '', removed: 1 })),
    ];
    if (changes.length === 0) return null;
    const id = newId('f');
    await transaction
      .insertInto('file_change')
      .values(
        changes.map((change) => ({
          id,
          ...owner,
          at,
          ...change,
          before: known.get(change.path)?.text ?? null,
          before_at: known.get(change.path)?.received_at ?? null,
        })),
      )
      .execute();
    await onlyTheLatest(transaction, 'file_change', owner);
    return id;
  });

/** Undoes a change: all of its files, or none if one of them has been sent again since. */
export const undoChange = (db: Kysely<Tables>, user: string, change: string): Promise<UndoResult> =>
  db.transaction().execute(async (transaction): Promise<UndoResult> => {
    const rows = await transaction
      .selectFrom('file_change')
      .selectAll()
      .where('id', '=', change)
      .where('user', '=', user)
      .orderBy('path')
      .execute();
    const [first] = rows;
    if (first === undefined) return { kind: 'gone' };
    const { guild, lesson } = first;
    const owner = { guild, user, lesson };
    const now = await transaction
      .selectFrom('remembered_file')
      .select(['path', 'text'])
      .where((where) => where.and(owner))
      .execute();
    const texts = new Map(now.map(({ path, text }) => [path, text]));
    const newer = rows.find(({ path, after, removed }) =>
      removed === 1 ? texts.has(path) : texts.get(path) !== after,
    );
    if (newer !== undefined) return { kind: 'newer', path: newer.path };
    for (const { path, before, before_at } of rows) {
      const here = { ...owner, path };
      if (before === null) {
        await transaction
          .deleteFrom('remembered_file')
          .where((where) => where.and(here))
          .execute();
      } else {
        const received_at = before_at ?? first.at;
        await transaction
          .insertInto('remembered_file')
          .values({ ...here, text: before, received_at })
          .onConflict((conflict) =>
            conflict.columns(['guild', 'user', 'lesson', 'path']).doUpdateSet({ text: before, received_at }),
          )
          .execute();
      }
    }
    await transaction.deleteFrom('file_change').where('id', '=', change).execute();
    return {
      kind: 'taken-back',
      student: { guild, user },
      files: rows.map(({ path, before_at }) => ({ path, receivedAt: before_at })),
    };
  });

export const keepFragment = (
  db: Kysely<Tables>,
  fragment: Omit<FileFragment, 'id'>,
  at: number,
): Promise<string> =>
  db.transaction().execute(async (transaction) => {
    const id = newId('p');
    const { student, lesson, path, text } = fragment;
    const owner = { guild: student.guild, user: student.user, lesson };
    await transaction
      .insertInto('file_piece')
      .values({ id, ...owner, path, at, text })
      .execute();
    await onlyTheLatest(transaction, 'file_piece', owner);
    return id;
  });

async function onlyTheLatest(
  transaction: Transaction<Tables>,
  table: 'file_change' | 'file_piece',
  owner: WorkspaceKey,
): Promise<void> {
  const rows = await transaction
    .selectFrom(table)
    .select(['id', 'at'])
    .where((where) => where.and({ ...owner }))
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  const old = [...new Set(rows.map((row) => row.id))].slice(most);
  if (old.length > 0) await transaction.deleteFrom(table).where('id', 'in', old).execute();
}
