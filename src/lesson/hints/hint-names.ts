import type { TaskName } from '../labels/hint-labels.ts';
import { likeness, titleWords } from '../labels/task-labels.ts';
import type { NumberedTodo } from '../todos/numbering.ts';
import type { NumberedPlace } from './hint-order.ts';
import type { HintSurroundings } from './hint-surroundings.ts';
import type { Hint } from './hints.ts';

/** Titles at least this similar mean the same task, unless another title is equally similar. */
export const alike = 0.66;

/** Resolves the task names in hints to TODOs. */
export class TaskNames {
  readonly #todos: readonly NumberedTodo[];
  readonly #around: HintSurroundings;
  readonly #places: readonly NumberedPlace[];
  /** The hints that share a name. */
  readonly #turns = new Map<string, readonly Hint[]>();

  constructor(
    hints: readonly Hint[],
    todos: readonly NumberedTodo[],
    around: HintSurroundings,
    places: readonly NumberedPlace[],
  ) {
    this.#todos = todos;
    this.#around = around;
    this.#places = places;
    for (const hint of hints) {
      for (const { word, number } of hint.names) {
        const key = `${word} ${number}`;
        this.#turns.set(key, [...(this.#turns.get(key) ?? []), hint]);
      }
    }
  }

  numbersOf({ word, number }: TaskName, hint: Hint): readonly number[] {
    const rivals = this.#todos.filter(({ names }) =>
      names.some((name) => name.word === word && name.number === number),
    );
    if (rivals.length > 1) return [this.#oneOf(rivals, { word, number }, hint).n];
    const todo = this.named(word, number);
    const group =
      word === null
        ? undefined
        : this.#around.groups.find(({ place: { label } }) => label.word === word && label.number === number);
    if (group !== undefined && !todo?.names.some((name) => name.word === word && name.number === number)) {
      return this.#places.flatMap(({ place, n }) => (n !== null && group.inner.includes(place) ? [n] : []));
    }
    return todo === null ? [] : [todo.n];
  }

  /** Resolves a name shared by several tasks: by title, else in order, one hint each, else to the task before the hint. */
  #oneOf(rivals: readonly NumberedTodo[], name: TaskName, hint: Hint): NumberedTodo {
    const words = titleWords(hint.about);
    const called = (todo: NumberedTodo): readonly string[] =>
      titleWords([todo.title, ...todo.places.map((place) => this.#around.surroundingsOf(place))].join(' '));
    const titled = rivals.find((todo) => likeness(words, titleWords(todo.title)) >= alike);
    const placed = rivals.find(
      (todo) => words.length > 0 && words.every((word) => called(todo).includes(word)),
    );
    const turns = this.#turns.get(`${name.word} ${name.number}`) ?? [];
    const turn =
      turns.length === rivals.length
        ? rivals.toSorted((one, other) => one.line - other.line)[turns.indexOf(hint)]
        : undefined;
    const near = rivals.find(({ places }) =>
      places.some((place) => this.#around.sameSection(place, hint.offset)),
    );
    const own = rivals.find(({ n }) => String(n) === name.number);
    return titled ?? placed ?? turn ?? near ?? own ?? (rivals[0] as NumberedTodo);
  }

  /** Resolves by the lesson's word and number, else by the number alone. */
  named(word: string | null, number: string): NumberedTodo | null {
    const called = (exact: boolean): NumberedTodo | undefined =>
      this.#todos.find(({ names }) =>
        names.some((name) => name.number === number && (!exact || name.word === word)),
      );
    if (word === 'part') return called(true) ?? null;
    const own = called(true) ?? this.#todos.find(({ n }) => String(n) === String(Number(number)));
    const found = own ?? called(false);
    // A hint for `1.2` belongs to task 1 if that task has no subtasks.
    const whole = /^(\d+)(?:\.\d+)*(?:\.?[a-z])?$/i.exec(number)?.[1];
    return found ?? (whole === undefined || whole === number ? null : this.named(word, whole));
  }

  /** Drops names of parts that set no task, since no hint can be for them. */
  withoutParts(hint: Hint): Hint {
    const names = hint.names.filter((name) => name.word !== 'part' || this.numbersOf(name, hint).length > 0);
    return names.length === hint.names.length ? hint : { ...hint, names, about: '', several: true };
  }
}
