import { type LessonRemark, remarkOn } from '../error.ts';
import { isAnswer } from '../labels/hint-labels.ts';
import type { NumberedTodo } from '../todos/numbering.ts';
import type { TodoPlace } from '../todos/todo-place.ts';
import type { HintSurroundings } from './hint-surroundings.ts';
import type { Hint } from './hints.ts';

type TemplateBlock = NonNullable<TodoPlace['block']>;

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

/**
 * Hints that are counted from one to as many as the template above them has TODOs are one for each, where the TODOs are
 * called by other numbers, or by none.
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

/** As many nameless hints behind a template as it has TODOs are meant one for each. Gives those that are. */
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

/** Of as many hints as there are TODOs, one whose title says nothing goes by those before and behind it. Gives those that did. */
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
    // What helps with all tasks, or stands above them, is for none of them.
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

/** A nameless hint below the template of `## Task 2` is for all TODOs that task holds. Gives those that are. */
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
    // The innermost one: of those that hold the place, the one that begins last.
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
 * A nameless solution below a template with several TODOs, or the only one below all tasks, is none for the last of them.
 * Gives those that are for nobody.
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

/** What the author should know of hints for nobody, empty ones, and those that were guessed. */
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
