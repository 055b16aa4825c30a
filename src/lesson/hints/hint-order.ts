import { type LessonRemark, remarkOn } from '../error.ts';
import type { NumberedTodo } from '../todos/numbering.ts';
import type { TodoPlace } from '../todos/todo-place.ts';
import type { Hint } from './hints.ts';

/** A hint with the TODOs that it is for. */
export interface FoundHint {
  readonly hint: Hint;
  todos: readonly number[];
}

/** A place of a task, with `n` null for a question that sets none. */
export interface NumberedPlace {
  readonly place: TodoPlace;
  readonly n: number | null;
}

/** As many nameless hints behind a template as it has TODOs are meant one for each. */
export function oneForEach(
  found: readonly FoundHint[],
  guessed: ReadonlySet<Hint>,
  places: readonly NumberedPlace[],
  nearest: (offset: number) => TodoPlace | null,
): void {
  const runs = new Map<TodoPlace, FoundHint[]>();
  for (const item of found) {
    if (!guessed.has(item.hint)) continue;
    const place = nearest(item.hint.offset);
    if (place !== null) runs.set(place, [...(runs.get(place) ?? []), item]);
  }
  const helped = new Set(found.filter(({ hint }) => !guessed.has(hint)).flatMap(({ todos }) => todos));
  for (const [{ block }, run] of runs) {
    const waiting = [
      ...new Set(
        places.flatMap(({ place, n }) =>
          n !== null && block !== null && place.block === block && !helped.has(n) ? [n] : [],
        ),
      ),
    ];
    if (waiting.length < 2 || waiting.length !== run.length) continue;
    for (const [index, item] of run.entries()) item.todos = waiting.slice(index, index + 1);
  }
}

/** Of as many hints as there are TODOs, one whose title says nothing goes by those before and behind it. Gives those that did. */
export function filledGaps(found: readonly FoundHint[], todos: readonly NumberedTodo[]): readonly Hint[] {
  const order = todos.map(({ n }) => n);
  if (found.length !== order.length || found.length < 2) return [];
  const helped = new Set(found.flatMap((item) => item.todos));
  const fits = (at: number): boolean =>
    found[at] === undefined || found[at].todos.includes(order[at] ?? Number.NaN);
  return found.flatMap((item, index): readonly Hint[] => {
    const n = order[index];
    if (item.todos.length > 0 || item.hint.names.length > 0 || item.hint.says === 'nothing') return [];
    if (n === undefined || helped.has(n) || !fits(index - 1) || !fits(index + 1)) return [];
    item.todos = [n];
    return [item.hint];
  });
}

/** What the author should know of hints for nobody, empty ones, and those that were guessed. */
export function remarksOn(found: readonly FoundHint[], guessed: ReadonlySet<Hint>): readonly LessonRemark[] {
  return found.flatMap(({ hint, todos }): readonly LessonRemark[] => {
    const [n] = todos;
    if (n === undefined) {
      const [name] = hint.names;
      if (name !== undefined) return [remarkOn('orphanHint', hint, { n: name.number })];
      return hint.says === 'nothing' ? [] : [remarkOn('unplacedHint', hint)];
    }
    if (hint.markdown === '') return [remarkOn('emptyHint', hint, { n })];
    return guessed.has(hint) ? [remarkOn('guessedHint', hint, { n })] : [];
  });
}
