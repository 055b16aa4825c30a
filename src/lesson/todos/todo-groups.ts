import type { TodoPlace } from './todo-place.ts';

/** A heading or box that only groups tasks: `## Exercise 1` above a template with its TODOs. */
export interface TodoGroup {
  readonly place: TodoPlace;
  readonly inner: readonly TodoPlace[];
}

/** The groups among places in document order. */
export function groupsOf(places: readonly TodoPlace[]): readonly TodoGroup[] {
  return places.flatMap((place, index): readonly TodoGroup[] => {
    if (place.origin !== 'heading' && place.end <= place.offset) return [];
    const inner: TodoPlace[] = [];
    for (let at = index + 1; at < places.length; at++) {
      const other = places[at];
      if (other === undefined || other.offset >= place.end) break;
      if (!isSibling(place, other)) inner.push(other);
    }
    if (inner.length === 0 || inner.some((other) => sameLabel(place, other))) return [];
    // Quotes and mentions in a TODO's section do not make it a group.
    if (
      place.label.word === 'todo' &&
      place.label.number !== null &&
      inner.every(({ origin }) => origin === 'text')
    )
      return [];
    return [{ place, inner }];
  });
}

/**
 * A bold `Exercise 3` in the section of `## Exercise 2` is its sibling; `Exercise 2.1` is part of it. An unnumbered challenge is
 * for students who have finished what is above it.
 */
function isSibling({ label }: TodoPlace, { label: other }: TodoPlace): boolean {
  if (other.word === 'challenge' && other.number === null && label.word !== 'challenge') return true;
  if (label.word !== other.word || label.number === null || other.number === null) return false;
  return label.number !== other.number && !other.number.startsWith(label.number);
}

const sameLabel = (a: TodoPlace, b: TodoPlace): boolean =>
  a.label.word === b.label.word && a.label.number !== null && a.label.number === b.label.number;
