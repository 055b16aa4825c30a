import type { TaskWord } from '../labels/task-labels.ts';
import type { TodoPlace } from './todo-place.ts';

/** The places that really set tasks. */
export interface CountedPlaces {
  readonly counted: readonly TodoPlace[];
  /** Questions that are not tasks, as in a quiz, and steps. */
  readonly leftOut: readonly TodoPlace[];
}

/** Precedence of the kinds of tasks: a kind counts only where none of higher precedence exists. */
const ranks: Readonly<Record<TaskWord, number>> = {
  todo: 0,
  task: 0,
  exercise: 0,
  challenge: 0,
  activity: 1,
  question: 1,
  step: 2,
  part: 3,
  turn: 4,
};
export const rankOf = ({ label }: TodoPlace): number => ranks[label.word];

/** Steps are tasks only if there is nothing else. A question is also one if the template's TODOs are below questions. */
export function countedPlaces(places: readonly TodoPlace[]): CountedPlaces {
  const below = places.filter((place) => !isTitle(place, places));
  const first = Math.min(...below.map(rankOf));
  const holding = new Set(
    below.filter((place) => rankOf(place) === 1 && holdsTask(place, below)).map(({ label }) => label.word),
  );
  const counts = (place: TodoPlace): boolean => rankOf(place) === first || holding.has(place.label.word);
  const counted = below.filter(counts);
  const others = below.filter((place) => !counts(place));
  return {
    counted,
    leftOut: [...others.filter((place) => rankOf(place) === 1), ...firstStepApart(others, counted)],
  };
}

/** The first of the steps that are not tasks: one remark covers the others too. */
function firstStepApart(others: readonly TodoPlace[], counted: readonly TodoPlace[]): readonly TodoPlace[] {
  const within = (outer: TodoPlace, inner: TodoPlace): boolean =>
    outer.offset < inner.offset && inner.offset < outer.end;
  const apart = others.find(
    (step) =>
      step.label.word === 'step' &&
      step.origin === 'heading' &&
      !counted.some((place) => within(step, place) || within(place, step)),
  );
  return apart === undefined ? [] : [apart];
}

/** `# Exercise 3: Docker` is the lesson's title if the tasks below it are labeled differently. */
function isTitle(place: TodoPlace, places: readonly TodoPlace[]): boolean {
  if (place.origin !== 'heading' || place !== places[0] || places.length < 2) return false;
  return places.slice(1).every(
    ({ offset, label }) =>
      offset < place.end &&
      ranks[label.word] > rankOf(place) &&
      ranks[label.word] < ranks.turn &&
      // An unnumbered question refers to what precedes it.
      !(label.word === 'question' && label.number === null),
  );
}

function holdsTask(place: TodoPlace, places: readonly TodoPlace[]): boolean {
  if (place.origin !== 'heading') return false;
  return places.some(
    (other) => rankOf(other) === 0 && place.offset < other.offset && other.offset < place.end,
  );
}
