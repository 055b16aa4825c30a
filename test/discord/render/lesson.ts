import type { Lesson } from '../../../src/lesson/lesson.ts';

/** A lesson with that many TODOs, numbered from 1. */
export const lessonOf = (todos: number, change: Partial<Lesson> = {}): Lesson => ({
  slug: 'a-lesson',
  title: 'A lesson',
  objectives: [],
  parts: [],
  todos: Array.from({ length: todos }, (_, i) => ({
    n: i + 1,
    title: `Do thing ${i + 1}`,
    nudges: ['Hint: think'],
    hint: '```dockerfile\nRUN x || y\n```\n',
    line: i + 1,
  })),
  otherHints: [],
  checklist: [],
  instructions: [],
  commands: [],
  template: null,
  manifest: null,
  digest: 'd',
  ...change,
});
