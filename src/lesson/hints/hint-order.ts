import { type LessonRemark, remarkOn } from '../error.ts';
import { isAnswer } from '../labels/hint-labels.ts';
import type { NumberedTodo } from '../todos/numbering.ts';
import type { TodoPlace } from '../todos/todo-place.ts';
import type { HintSurroundings } from './hint-surroundings.ts';
import type { Hint } from './hints.ts';

type TemplateBlock = NonNullable<TodoPlace['block']>;

/** A hint with the TODOs that it belongs to. */
export interface FoundHint {
  readonly hint: Hint;
  todos: readonly number[];
}

/** A place of a task; `n` is null for a question that sets no task. */
export interface NumberedPlace {
  readonly place: TodoPlace;
  readonly n: number | null;
}

/**
 * Matches hints numbered from 1 to the number of TODOs in the template above them, one to each, if those TODOs have other numbers
 * or none.
 */
export function countedInSections(
  hints: readonly Hint[],
  places: readonly NumberedPlace[],
  nearest: (offset: number) => TodoPlace | null,
  { sameSection }: HintSurroundings,
): ReadonlyMap<Hint, readonly number[]> {
  const runs = new Map<TemplateBlock, Hint[]>();
  for (const hint of hints) {
    const [name] = hint.names;
    const place = nearest(hint.offset);
    if (name?.word !== null || hint.names.length !== 1 || place === null || place.block === null) continue;
    if (sameSection(place, hint.offset)) runs.set(place.block, [...(runs.get(place.block) ?? []), hint]);
  }
  const found = new Map<Hint, readonly number[]>();
  for (const [block, run] of runs) {
    const own = places.filter(({ place, n }) => place.block === block && n !== null);
    const numbers = run.map(({ names }) => names[0]?.number);
    const isCounted = run.length > 1 && numbers.every((number, index) => number === String(index + 1));
    const isCalledSo = own.some(({ place }) => numbers.includes(place.label.number ?? ''));
    if (!isCounted || own.length !== run.length || isCalledSo) continue;
    for (const [index, hint] of run.entries()) found.set(hint, [own[index]?.n ?? 0]);
  }
  return found;
}

/** If a template is followed by as many unnamed hints as it has TODOs, assigns one to each. Returns the assigned ones. */
export function oneForEach(
  found: readonly FoundHint[],
  guessed: ReadonlySet<Hint>,
  places: readonly NumberedPlace[],
  nearest: (offset: number) => TodoPlace | null,
): ReadonlySet<Hint> {
  const ordered = new Set<Hint>();
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
    for (const [index, item] of run.entries()) {
      item.todos = waiting.slice(index, index + 1);
      ordered.add(item.hint);
    }
  }
  return ordered;
}

/**
 * When there are as many hints as TODOs, assigns a hint with an uninformative title by its neighbors. Returns the assigned ones.
 */
export function filledGaps(
  found: readonly FoundHint[],
  todos: readonly NumberedTodo[],
  general: readonly Hint[],
): readonly Hint[] {
  const order = todos.map(({ n }) => n);
  if (found.length !== order.length || found.length < 2) return [];
  const helped = new Set(found.flatMap((item) => item.todos));
  const fits = (at: number): boolean =>
    found[at] === undefined || found[at].todos.includes(order[at] ?? Number.NaN);
  return found.flatMap((item, index): readonly Hint[] => {
    const n = order[index];
    if (item.todos.length > 0 || item.hint.names.length > 0 || item.hint.says === 'nothing') return [];
    // A hint for all tasks, or one above them, is not matched to a single one.
    if (
      item.hint.several ||
      general.includes(item.hint) ||
      todos.every(({ places }) => places.every(({ offset }) => offset > item.hint.offset))
    )
      return [];
    if (n === undefined || helped.has(n) || !fits(index - 1) || !fits(index + 1)) return [];
    item.todos = [n];
    return [item.hint];
  });
}

/** Assigns an unnamed hint below the template of `## Task 2` to all TODOs of that task. Returns the assigned ones. */
export function forWholeGroups(
  found: readonly FoundHint[],
  guessed: ReadonlySet<Hint>,
  places: readonly NumberedPlace[],
  nearest: (offset: number) => TodoPlace | null,
  { groups, sameSection }: HintSurroundings,
): readonly Hint[] {
  return found.flatMap((item): readonly Hint[] => {
    const place = guessed.has(item.hint) && item.todos.length === 1 ? nearest(item.hint.offset) : null;
    if (place === null) return [];
    // Of the groups that contain the place, the innermost: the one that begins last.
    const group = groups.findLast(
      ({ place: heading, inner }) => inner.includes(place) && sameSection(heading, item.hint.offset),
    );
    const all = places.flatMap(({ place: own, n }) => (n !== null && group?.inner.includes(own) ? [n] : []));
    if (!all.includes(item.todos[0] ?? Number.NaN)) return [];
    item.todos = [...new Set(all)];
    return [item.hint];
  });
}

/**
 * Finds unnamed solutions that must not go to the last TODO only: one below a template with several TODOs, or the only one below
 * all tasks. Returns those that then belong to no task.
 */
export function answersToAll(
  found: readonly FoundHint[],
  guessed: ReadonlySet<Hint>,
  places: readonly NumberedPlace[],
  nearest: (offset: number) => TodoPlace | null,
): readonly Hint[] {
  const answers = found.filter(({ hint }) => guessed.has(hint) && isAnswer(hint.title));
  const tasks = new Set(places.map(({ n }) => n));
  return answers.flatMap((item): readonly Hint[] => {
    const block = nearest(item.hint.offset)?.block ?? null;
    const inBlock = new Set(
      places.flatMap(({ place, n }) => (block !== null && place.block === block ? [n] : [])),
    );
    const isLast = answers.length === 1 && places.every(({ place }) => place.offset < item.hint.offset);
    if (inBlock.size < 2 && !(isLast && tasks.size > 1)) return [];
    item.todos = [];
    return [item.hint];
  });
}

/** Remarks for the author: hints that match no task, empty hints, and guesses. */
export function remarksOn(found: readonly FoundHint[], guessed: ReadonlySet<Hint>): readonly LessonRemark[] {
  return found.flatMap(({ hint, todos }): readonly LessonRemark[] => {
    const [n] = todos;
    if (n === undefined) {
      const [name] = hint.names;
      if (name !== undefined && name.word !== 'part')
        return [remarkOn('orphanHint', hint, { n: name.number })];
      return hint.says === 'nothing' && name === undefined ? [] : [remarkOn('unplacedHint', hint)];
    }
    if (hint.markdown === '') return [remarkOn('emptyHint', hint, { n })];
    return guessed.has(hint) ? [remarkOn('guessedHint', hint, { n })] : [];
  });
}
