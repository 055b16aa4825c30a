import type { TaskWord } from '../labels/task-labels.ts';
import type { TodoPlace } from './todo-place.ts';

/** Which of the places that look like tasks set one. */
export interface CountedPlaces {
  readonly counted: readonly TodoPlace[];
  /** Questions beside the lesson's tasks, as a quiz has them, and steps. */
  readonly leftOut: readonly TodoPlace[];
}

/** What sets tasks first; the others do where nothing before them is there. */
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

/** Steps are tasks where nothing else is; a question is one also where the template's TODOs stand under questions. */
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

/** The first of the steps that have nothing to do with the tasks: one remark covers the others too. */
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

/** `# Exercise 3: Docker` is what the whole lesson is called: all that it sets is below it, by other names. */
function isTitle(place: TodoPlace, places: readonly TodoPlace[]): boolean {
  if (place.origin !== 'heading' || place !== places[0] || places.length < 2) return false;
  return places.slice(1).every(
    ({ offset, label }) =>
      offset < place.end &&
      ranks[label.word] > rankOf(place) &&
      ranks[label.word] < ranks.turn &&
      // A question without a number is asked about what stands above it.
      !(label.word === 'question' && label.number === null),
  );
}

function holdsTask(place: TodoPlace, places: readonly TodoPlace[]): boolean {
  if (place.origin !== 'heading') return false;
  return places.some(
    (other) => rankOf(other) === 0 && place.offset < other.offset && other.offset < place.end,
  );
}
