import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LessonError } from '../lesson/error.ts';
import type { BrokenLesson, InstalledLesson, Library } from './installed-lesson.ts';
import { loadLesson } from './load-lesson.ts';

/**
 * Loads every lesson of a folder: each folder in it with a manifest, and each Markdown file but a README.
 * One that cannot be used stands among the broken ones and keeps nobody from the others.
 * @throws LessonError when there is no such folder
 */
export async function openLibrary(dir: string): Promise<Library> {
  const entries = await readdir(dir).catch(() => {
    throw new LessonError('libraryMissing', { file: dir });
  });
  const shelf = new Map<string, InstalledLesson>();
  const broken: BrokenLesson[] = [];
  for (const name of entries.sort()) {
    const path = join(dir, name);
    if (!(await mayBeLesson(path, name))) continue;
    try {
      const shelved = await loadLesson(path);
      const { slug } = shelved.lesson;
      const other = shelf.get(slug);
      if (other !== undefined)
        throw new LessonError('slugTwice', { file: path }, { slug, other: other.folder ?? slug });
      shelf.set(slug, shelved);
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      broken.push({ path, reason: error.located });
    }
  }
  return {
    get: (slug) => shelf.get(slug),
    all: [...shelf.values()].sort((a, b) => (a.lesson.slug < b.lesson.slug ? -1 : 1)),
    broken,
  };
}

async function mayBeLesson(path: string, name: string): Promise<boolean> {
  if (name.startsWith('.') || /^readme\.md$/i.test(name)) return false;
  const status = await stat(path).catch(() => null);
  return status?.isDirectory() === true || /\.(md|markdown|mdx)$/i.test(name);
}
