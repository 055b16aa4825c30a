import type { Code } from 'mdast';
import { LessonError, type LessonRemark, remarkOn } from '../error.ts';
import { likeness, type TaskWord, titleWords } from '../labels/task-labels.ts';
import { countedPlaces } from './counted-places.ts';
import { groupsOf, type TodoGroup } from './todo-groups.ts';
import type { TodoPlace } from './todo-place.ts';

/** A task of the lesson, with all the places that refer to it. */
export interface NumberedTodo {
  readonly n: number;
  readonly title: string;
  readonly nudges: readonly string[];
  readonly line: number;
  /** The names that the lesson uses for it: `TODO 3`, `Exercise 1.2`. */
  readonly names: readonly { readonly word: TaskWord; readonly number: string }[];
  readonly places: readonly TodoPlace[];
}

export interface Numbering {
  readonly todos: readonly NumberedTodo[];
  readonly groups: readonly TodoGroup[];
  /** Questions that set no task. */
  readonly leftOut: readonly TodoPlace[];
  readonly remarks: readonly LessonRemark[];
  readonly errors: readonly LessonError[];
}

interface Draft {
  title: string;
  nudges: readonly string[];
  readonly first: TodoPlace;
  readonly names: { word: TaskWord; number: string }[];
  readonly places: TodoPlace[];
  n: number | null;
}

/** Titles at least this similar count as equal. */
const alike = 0.75;

/**
 * Merges all places that refer to the same task, and numbers the tasks: with the written number, else the next free one. `rank`
 * orders the code blocks: the template before those that quote it.
 */
export function numbered(
  places: readonly TodoPlace[],
  file: string,
  rank: (block: Code) => number,
  sectionOf: (offset: number) => number,
): Numbering {
  const { counted, leftOut } = countedPlaces(places);
  const groups = groupsOf(counted);
  const held = new Set(groups.map(({ place }) => place));
  const numbering = new TodoNumbering(file, sectionOf);
  const tasks = counted.filter((place) => !held.has(place));
  const inCode = tasks
    .filter(({ block }) => block !== null)
    .sort((a, b) => rankOf(a, rank) - rankOf(b, rank) || a.offset - b.offset);
  for (const place of [...inCode, ...tasks.filter(({ block }) => block === null)]) numbering.add(place);
  return { ...numbering.finish(), groups, leftOut };
}

const rankOf = ({ block }: TodoPlace, rank: (block: Code) => number): number =>
  block === null ? 0 : rank(block);

class TodoNumbering {
  readonly #file: string;
  readonly #sectionOf: (offset: number) => number;
  readonly #drafts: Draft[] = [];
  readonly #byName = new Map<string, Draft[]>();
  readonly #byTitle = new Map<string, Draft[]>();
  readonly #remarks: LessonRemark[] = [];
  readonly #errors: LessonError[] = [];

  constructor(file: string, sectionOf: (offset: number) => number) {
    this.#file = file;
    this.#sectionOf = sectionOf;
  }

  add(place: TodoPlace): void {
    const known = this.#known(place);
    if (known === null) this.#begin(place);
    else this.#join(known, place);
  }

  finish(): Omit<Numbering, 'groups' | 'leftOut'> {
    const drafts = this.#drafts.toSorted((a, b) => a.first.offset - b.first.offset);
    const taken = new Set<number>();
    for (const draft of drafts) this.#reserve(draft, taken);
    let previous = 0;
    for (const draft of drafts) {
      if (draft.n === null) {
        let n = previous + 1;
        while (taken.has(n)) n += 1;
        draft.n = n;
        taken.add(n);
        this.#tellNumber(draft, n, drafts);
      }
      previous = draft.n;
    }
    const todos = drafts.map(({ first, n, ...draft }) => ({
      ...draft,
      n: n ?? 0,
      line: first.line,
      title: draft.title || first.label.written.replace(/^todo\b/i, 'TODO'),
    }));
    return { todos: todos.sort((a, b) => a.n - b.n), remarks: this.#remarks, errors: this.#errors };
  }

  /** The first task that asks for a number gets it. `0`, `1`, `2` are numbers; `1.2` and `B` are names. */
  #reserve(draft: Draft, taken: Set<number>): void {
    const asked = draft.first.label.number;
    if (asked === null || !/^\d{1,4}$/.test(asked) || taken.has(Number(asked))) return;
    draft.n = Number(asked);
    taken.add(draft.n);
  }

  /** Remarks on tasks whose number differs from the written one. */
  #tellNumber({ first }: Draft, n: number, drafts: readonly Draft[]): void {
    const asked = first.label.number;
    if (asked === null) return;
    const other = drafts.find((draft) => draft.n === Number(asked));
    const values = { label: first.label.written, n, other: other?.first.line ?? 0 };
    this.#remarks.push(remarkOn(other === undefined ? 'namedNumber' : 'renumbered', first, values));
  }

  #begin(place: TodoPlace): void {
    const draft: Draft = {
      title: place.title,
      nudges: place.nudges,
      first: place,
      names: [],
      places: [],
      n: null,
    };
    this.#drafts.push(draft);
    this.#note(draft, place);
  }

  #join(draft: Draft, place: TodoPlace): void {
    if (draft.title === '' && place.title !== '') draft.title = place.title;
    if (draft.nudges.length === 0) draft.nudges = place.nudges;
    if (place.label.number === null && place.origin === 'code')
      this.#remarks.push(remarkOn('sameTodo', place, { other: draft.first.line }));
    this.#note(draft, place);
  }

  #note(draft: Draft, place: TodoPlace): void {
    draft.places.push(place);
    const { word, number } = place.label;
    if (number !== null) {
      draft.names.push({ word, number });
      pushTo(this.#byName, `${word} ${number}`, draft);
    }
    const title = titleKey(place.title);
    if (title !== '') pushTo(this.#byTitle, title, draft);
  }

  /** The task that a place refers to again; null for a new task. */
  #known(place: TodoPlace): Draft | null {
    const { number, word } = place.label;
    if (number !== null) {
      const named = this.#byName.get(`${word} ${number}`) ?? [];
      const same = named.find((draft) => isSame(draft, place));
      if (same !== undefined) return same;
      const rival =
        place.origin === 'code' ? named.find((draft) => this.#contradicts(draft, place)) : undefined;
      if (rival !== undefined) {
        const where = { file: this.#file, line: place.line, column: place.column };
        this.#errors.push(new LessonError('duplicateTodo', where, { n: number, other: rival.first.line }));
        return rival;
      }
    }
    return this.#bare(place) ?? this.#titled(place);
  }

  /** A heading `### Bonus task` without a title refers to the task of that name that has one. */
  #bare({ origin, label }: TodoPlace): Draft | null {
    if (origin !== 'heading' || label.title !== '' || label.number !== null) return null;
    const name = label.written.toLowerCase();
    return (
      this.#drafts.find(
        ({ first }) => first.label.title !== '' && first.label.written.toLowerCase() === name,
      ) ?? null
    );
  }

  /** An excerpt repeats a title; a heading that explains a template's TODO has a similar title. */
  #titled(place: TodoPlace): Draft | null {
    const same = (this.#byTitle.get(titleKey(place.title)) ?? []).find(
      ({ first }) =>
        first.block !== place.block &&
        titleWords(place.title).length > 1 &&
        !(
          place.label.number !== null &&
          first.label.number !== null &&
          first.label.word === place.label.word
        ),
    );
    return same ?? null;
  }

  /** Two TODOs with the same number in one template, or in two templates of one section, are ambiguous. */
  #contradicts({ first }: Draft, place: TodoPlace): boolean {
    if (first.block === null || place.block === null) return false;
    if (first.block === place.block) return true;
    const oneFile = (first.block.lang ?? '').toLowerCase() === (place.block.lang ?? '').toLowerCase();
    return oneFile && this.#sectionOf(first.offset) === this.#sectionOf(place.offset);
  }
}

function isSame(draft: Draft, place: TodoPlace): boolean {
  if (draft.title === '' || place.title === '')
    return draft.first.block !== place.block || place.block === null;
  if (place.origin === 'text') return true;
  if (titleKey(draft.title) === titleKey(place.title)) return draft.first.block !== place.block;
  if (place.origin === 'code') return false;
  // A heading may word the template's TODO differently; a second heading with that number is another task.
  return (
    draft.places.every(({ origin }) => origin !== 'heading') ||
    likeness(titleWords(draft.title), titleWords(place.title)) >= alike
  );
}

const titleKey = (title: string): string => title.toLowerCase().replace(/\s+/g, ' ').trim();

function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
