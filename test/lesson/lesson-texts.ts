import { readFileSync } from 'node:fs';
import { LessonError } from '../../src/lesson/error.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';

export const read = (markdown: string): Lesson => parseLesson({ text: markdown, file: 'some/tea.md' }).lesson;

/** A lesson that differs from the shipped one in every way that lessons can. */
export const teaHouse = readFileSync(new URL('lessons/tea-house.md', import.meta.url), 'utf8');

/** The error with which something is rejected. */
export function refusalOf(work: () => unknown): LessonError {
  try {
    work();
  } catch (error) {
    if (error instanceof LessonError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A lesson with these lines in the template of its Dockerfile. */
export const template = (...lines: readonly string[]): string =>
  ['# T', '', '```dockerfile', 'FROM alpine', ...lines, '```', ''].join('\n');

/** A folded hint. */
export const hint = (summary: string, body = 'RUN true'): string =>
  `\n<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>\n`;
