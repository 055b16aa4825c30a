import type { Aim } from '../../src/lesson/manifest.ts';
import type { PhaseResult } from '../../src/submission/verdict.ts';
import { undone } from './blame.ts';
import type { Failure, Work } from './phase.ts';

/**
 * After everything ran: the TODOs that the lesson requires and whose effect the run could not show are taken from the
 * check. What the run did show stands, however the student wrote it.
 */
export function todosPhase(work: Work, done: readonly PhaseResult[]): Failure | null {
  const shown = shownBy(done);
  for (const todo of work.report?.todos ?? []) {
    const aims = work.manifest.todos.find(({ n }) => n === todo.n)?.aims ?? [];
    if (!todo.required || !undone(todo) || aims.every((aim) => shown.has(aim))) continue;
    return {
      reason: 'todo-not-done',
      explanation: todo.message,
      aims,
      todo: todo.n,
      file: todo.file,
      line: todo.line,
      excerpt: [],
    };
  }
  return null;
}

/** Aims that a run which passed has proved. */
function shownBy(done: readonly PhaseResult[]): ReadonlySet<Aim> {
  const shown = new Set<Aim>([
    'installer-available',
    'dependencies-installed',
    'project-directory',
    'entrypoint-used',
  ]);
  const keyOf = (name: PhaseResult['name']): string | undefined =>
    done.find((phase) => phase.name === name)?.detail.key;
  if (keyOf('rebuild') === 'cache-kept') shown.add('dependencies-copied-first');
  // That the migrations ran *at start*; a database that was filled in the build only looks the same.
  if (keyOf('migrations') === 'migrated') shown.add('entrypoint-script');
  return shown;
}
