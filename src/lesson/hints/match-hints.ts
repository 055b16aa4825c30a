import type { LessonRemark } from '../error.ts';
import { likeness, titleWords } from '../labels/task-labels.ts';
import type { NumberedTodo } from '../todos/numbering.ts';
import type { TodoPlace } from '../todos/todo-place.ts';
import { alike, TaskNames } from './hint-names.ts';
import {
  answersToAll,
  countedInSections,
  type FoundHint,
  filledGaps,
  forWholeGroups,
  type NumberedPlace,
  oneForEach,
  remarksOn,
} from './hint-order.ts';
import type { HintSurroundings } from './hint-surroundings.ts';
import type { Hint } from './hints.ts';

export interface Matched {
  /** The hints of each TODO, by its number, in document order. */
  readonly byTodo: ReadonlyMap<number, readonly Hint[]>;
  /** Hints that belong to no TODO. */
  readonly others: readonly Hint[];
  readonly remarks: readonly LessonRemark[];
}

/** Half of a hint's title words match the task. */
const oneOfTwo = 0.5;

/** Assigns hints to TODOs: by number, by title, else to the TODO that precedes the hint. */
export function matchHints(
  written: readonly Hint[],
  todos: readonly NumberedTodo[],
  around: HintSurroundings,
): Matched {
  // Under `## Help` a block does not need a label that says it is help.
  const hints = written.map((hint) =>
    hint.says === 'nothing' && around.inHelp(hint.offset) ? { ...hint, says: 'tip' as const } : hint,
  );
  const matcher = new HintMatcher(hints, todos, around);
  const rungs = matcher.areRungs(hints);
  const own = matcher.inSections(hints);
  const found = hints.map((hint) => ({ hint, todos: own.get(hint) ?? matcher.find(hint, rungs) }));
  matcher.inOrder(found);
  const byTodo = new Map<number, Hint[]>();
  for (const { hint, todos: own } of found)
    for (const n of own) byTodo.set(n, [...(byTodo.get(n) ?? []), hint]);
  return {
    byTodo,
    others: found.filter((it) => it.todos.length === 0).map(({ hint }) => hint),
    remarks: remarksOn(found, matcher.guessed),
  };
}

class HintMatcher {
  readonly #todos: readonly NumberedTodo[];
  readonly #around: HintSurroundings;
  /** `n` is null for a question that sets no task. */
  readonly #places: readonly NumberedPlace[];
  readonly #words: readonly { readonly n: number; readonly words: readonly string[] }[];
  /** Hints that might belong to a different TODO. */
  readonly guessed = new Set<Hint>();
  readonly #names: TaskNames;

  constructor(hints: readonly Hint[], todos: readonly NumberedTodo[], around: HintSurroundings) {
    this.#todos = todos;
    this.#around = around;
    this.#places = [
      ...todos.flatMap(({ n, places }) => places.map((place) => ({ place, n }))),
      ...around.leftOut.map((place) => ({ place, n: null })),
    ].sort((a, b) => a.place.offset - b.place.offset);
    this.#names = new TaskNames(hints, todos, around, this.#places);
    this.#words = todos.map(({ n, title }) => ({ n, words: titleWords(title) }));
  }

  /**
   * `Hint 1`, `Hint 2` may belong to TODO 1 and TODO 2, or be the first and second hint of one task. They are the latter when the
   * numbering restarts at another task, or has the number of a TODO that does not exist or comes only later.
   */
  areRungs(hints: readonly Hint[]): boolean {
    const counted = hints.filter(({ names }) => names.length > 0 && names.every(({ word }) => word === null));
    const before = new Map<string, number | null>();
    for (const { names, offset } of counted) {
      const nearest = this.#nearest(offset);
      for (const { number } of names) {
        const todo = this.#names.named(null, number);
        if (nearest === null) continue;
        if (todo === null) {
          if (this.#isBelowAll(counted)) continue;
          return true;
        }
        const comesLater = todo.places.every((place) => place.offset > offset);
        if (comesLater) return true;
        // In another task's section it is one of that task's hints.
        const { place, n } = nearest;
        if (place.origin === 'heading' && n !== todo.n && this.#around.sameSection(place, offset))
          return true;
        const other = before.get(number);
        if (other !== undefined && other !== nearest.n) return true;
        before.set(number, nearest.n);
      }
    }
    return false;
  }

  /**
   * Whether hints `1`, `2`, `3` stand together below all tasks and in no task's section. A number without a TODO is then a
   * mistake.
   */
  #isBelowAll(counted: readonly Hint[]): boolean {
    const numbers = counted.flatMap(({ names }) => names.map(({ number }) => number));
    const named = this.#todos.filter(({ n }) => numbers.includes(String(n)));
    const last = this.#places.at(-1)?.place;
    if (
      last === undefined ||
      named.length === 0 ||
      this.#todos.length < 2 ||
      new Set(numbers).size < numbers.length
    )
      return false;
    return counted.every(
      ({ offset }) =>
        offset > last.offset && !(last.origin === 'heading' && this.#around.sameSection(last, offset)),
    );
  }

  /** Matches `Hint 1`, `Hint 2` below a template whose TODOs have other numbers, or none. */
  inSections(hints: readonly Hint[]): ReadonlyMap<Hint, readonly number[]> {
    return countedInSections(
      hints,
      this.#places,
      (offset) => this.#nearest(offset)?.place ?? null,
      this.#around,
    );
  }

  find(written: Hint, rungs: boolean): readonly number[] {
    const hint = this.#names.withoutParts(written);
    const counted = hint.names.length > 0 && hint.names.every(({ word }) => word === null);
    if (hint.names.length > 0 && !(counted && rungs))
      return [...new Set(hint.names.flatMap((name) => this.#names.numbersOf(name, hint)))];
    const titled = counted ? null : this.#titled(hint);
    if (titled !== null) return [titled];
    if (hint.says === 'nothing') return [];
    const spoken = counted ? null : this.#spokenOf(hint);
    if (spoken !== null) return [spoken];
    const nearest = this.#nearest(hint.offset);
    const apart = nearest !== null && !this.#around.sameSection(nearest.place, hint.offset);
    // A tip, or the hints for all tasks together, in a section of its own.
    const isOfAll = hint.several && this.#todos.length > 1;
    if (nearest === null || (apart && (hint.says === 'tip' || isOfAll))) return [];
    const isPlain = this.#isPlain(nearest.place, hint.offset);
    // The complete answer to a template with several TODOs does not belong to the last one.
    if (isOfAll && !isPlain) return [];
    if (!counted && !isPlain) this.guessed.add(written);
    return [nearest.n];
  }

  /** Assigns hints that were guessed, or match no task yet, by their order. */
  inOrder(found: readonly FoundHint[]): void {
    const nearest = (offset: number): TodoPlace | null => this.#nearest(offset)?.place ?? null;
    const ordered = oneForEach(found, this.guessed, this.#places, nearest);
    const left = new Set([...this.guessed].filter((hint) => !ordered.has(hint)));
    const placed = forWholeGroups(found, left, this.#places, nearest, this.#around);
    for (const hint of placed) left.delete(hint);
    const whole = answersToAll(found, left, this.#places, nearest);
    for (const hint of [...placed, ...whole]) this.guessed.delete(hint);
    for (const hint of filledGaps(found, this.#todos, whole)) this.guessed.add(hint);
  }

  #titled(hint: Hint): number | null {
    const words = titleWords(hint.about);
    if (words.length === 0) return null;
    const scores = this.#words
      .map((todo) => ({ n: todo.n, score: likeness(words, todo.words) }))
      .sort((a, b) => b.score - a.score);
    const [best, second] = scores;
    if (best === undefined || best.score === second?.score) return null;
    // A single matching word is enough when no other task has it.
    const alone = best.score >= oneOfTwo && second?.score === 0 && hint.says !== 'nothing';
    return best.score >= alike || alone ? best.n : null;
  }

  /** The one task whose full title appears in the hint's first sentence, if several tasks are possible. */
  #spokenOf({ markdown, about, several, offset }: Hint): number | null {
    const nearest = this.#nearest(offset);
    if (about !== '' || several || nearest === null || this.#isPlain(nearest.place, offset)) return null;
    const [first = ''] = markdown.split(/\n|(?<=[.!?])\s/, 1);
    const words = titleWords(first);
    const meant = this.#words.filter(
      (todo) => todo.words.length > 1 && todo.words.every((word) => words.includes(word)),
    );
    return meant.length === 1 ? (meant[0]?.n ?? null) : null;
  }

  /** Whether the task of a hint is beyond doubt: the hint is in the section of a single task. */
  #isPlain(place: TodoPlace, offset: number): boolean {
    const alone =
      place.block === null ||
      !this.#places.some((other) => other.place.block === place.block && other.place !== place);
    return alone && this.#around.sameSection(place, offset);
  }

  #nearest(offset: number): { readonly place: TodoPlace; readonly n: number } | null {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle]?.place.offset ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const found = this.#places[low - 1];
    return found === undefined || found.n === null ? null : { place: found.place, n: found.n };
  }
}
