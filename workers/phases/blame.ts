import type { CheckReport, TodoResult } from '../../src/check/report.ts';
import type { Aim, Manifest } from '../../src/lesson/manifest.ts';

/**
 * Which TODO a failure comes from: one that has the failed aim, before all one that the check does not call done;
 * else the one whose line failed. Null when nothing points at one.
 */
export function todoOf(
  manifest: Manifest,
  report: CheckReport | null,
  aims: readonly Aim[],
  at: { readonly file: string | null; readonly line: number | null },
): number | null {
  const open = (n: number): boolean => report?.todos.some((todo) => todo.n === n && undone(todo)) ?? false;
  const having = aims.flatMap((aim) => manifest.todos.filter((todo) => todo.aims.includes(aim)));
  const blamed = having.find(({ n }) => open(n)) ?? having[0];
  if (blamed !== undefined) return blamed.n;
  const onLine = report?.todos.find(
    (todo) => undone(todo) && at.line !== null && todo.line === at.line && todo.file === at.file,
  );
  return onLine?.n ?? null;
}

/** Where a failure comes from that named no line itself: where the check sees its TODO broken. */
export function placeOf(
  report: CheckReport | null,
  todo: number | null,
  at: { readonly file: string | null; readonly line: number | null },
): { readonly file: string | null; readonly line: number | null } {
  if (at.line !== null) return { file: at.file, line: at.line };
  const seen = report?.todos.find(({ n, line }) => n === todo && line !== null);
  const same = seen !== undefined && undone(seen) && (at.file === null || at.file === seen.file);
  return same ? { file: seen.file, line: seen.line } : { file: at.file, line: null };
}

export const undone = (todo: TodoResult): boolean => todo.status === 'missing' || todo.status === 'wrong';

/** The first TODO that is required and not done, for failures that show only at run time. */
export const firstUndone = (report: CheckReport | null): TodoResult | null =>
  report?.todos.find((todo) => todo.required && undone(todo)) ?? null;
