import { readLesson } from '../../../src/lesson/parse-lesson.ts';

/** The lesson in this Markdown; throws if it is not a lesson. */
export function lessonIn(text: string) {
  const { lesson, errors } = readLesson({ text, file: 'a.md' });
  if (lesson === null) throw errors[0] ?? new Error('no lesson');
  return lesson;
}

export const titlesIn = (text: string) => lessonIn(text).todos.map(({ title }) => title);
export const hintsIn = (text: string) => lessonIn(text).todos.map(({ hint }) => hint);

/** The hints of a lesson with two tasks, with a text after each. */
export const placed = (one: string, two: string) =>
  hintsIn(`# T\n\n## Task 1: Write\n\n${one}\n\n## Task 2: Run\n\n${two}\n`);
