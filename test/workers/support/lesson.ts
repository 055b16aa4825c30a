import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import { replaced } from '../../support/replaced.ts';

export const lessonsDir = process.env.LESSONS_DIR ?? join(import.meta.dirname, '../../../lessons');

export const theLesson = (): Promise<InstalledLesson> => loadLesson(join(lessonsDir, 'backend-docker'));

/** The lesson's solution, as a student would submit it. */
export async function answer(): Promise<Record<string, string>> {
  const folder = join(lessonsDir, 'backend-docker/solution');
  const names = ['Dockerfile', '.dockerignore', 'entrypoint.sh'];
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

/** The solution with each first text replaced by the second; fails if a text is not there, so that no case is without effect. */
export function changed(
  files: Record<string, string>,
  file: string,
  ...changes: readonly (readonly [string, string])[]
) {
  let text = files[file] ?? '';
  for (const [from, to] of changes) text = replaced(text, from, to);
  return { ...files, [file]: text };
}

let checker: Promise<Checker> | null = null;

export async function check(student: Record<string, string>) {
  checker ??= openChecker();
  const { lesson, tree } = await theLesson();
  return (await checker)({ student: { files: student, complete: true }, lesson, tree });
}
