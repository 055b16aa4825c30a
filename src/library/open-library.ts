import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LessonError } from '../lesson/error.ts';
import { errorCode } from './error-code.ts';
import type { BrokenLesson, InstalledLesson, Library } from './installed-lesson.ts';
import { loadLesson } from './load-lesson.ts';

/**
 * Loads every lesson of a folder: each subfolder with a manifest, and each Markdown file except a README. A lesson that cannot be used is
 * listed as broken and does not affect the others; its version in `before`, if any, is still used.
 * @throws LessonError if the folder does not exist
 */
export async function openLibrary(dir: string, before: Library | null = null): Promise<Library> {
  const entries = await readdir(dir).catch(() => {
    throw new LessonError('libraryMissing', { file: dir });
  });
  const byPath = new Map<string, InstalledLesson>();
  const broken: BrokenLesson[] = [];
  for (const name of entries.sort()) {
    if (!(await mayBeLesson(join(dir, name), name))) continue;
    const path = await placeOf(join(dir, name));
    if (path === null) continue;
    const loaded = await loadLesson(path).catch((error: unknown) => asLessonError(error, path));
    if (!(loaded instanceof LessonError)) {
      byPath.set(path, loaded);
      continue;
    }
    // A lesson that was deleted while being read is no longer a lesson.
    if ((await placeOf(join(dir, name))) === null) continue;
    const old = before?.byPath.get(path);
    if (old !== undefined) byPath.set(path, old);
    broken.push({ path, reason: loaded.located, inForce: old?.lesson.slug ?? null });
  }
  return indexByName(byPath, broken, before);
}

/** Indexes lessons by slug. If two have the same slug, the one that had it before keeps it, otherwise the first. */
function indexByName(
  byPath: Map<string, InstalledLesson>,
  broken: BrokenLesson[],
  before: Library | null,
): Library {
  const bySlug = new Map<string, readonly [path: string, InstalledLesson]>();
  const hadName = ([path, { lesson }]: readonly [string, InstalledLesson]): boolean =>
    before?.byPath.get(path)?.lesson.slug === lesson.slug;
  const all = [...byPath];
  for (const [path, installed] of [...all.filter(hadName), ...all.filter((each) => !hadName(each))]) {
    const { slug } = installed.lesson;
    const other = bySlug.get(slug);
    if (other === undefined) {
      bySlug.set(slug, [path, installed]);
      continue;
    }
    byPath.delete(path);
    const error = new LessonError('slugTwice', { file: path }, { slug, other: other[0] });
    broken.push({ path, reason: error.located, inForce: null });
  }
  return {
    get: (slug) => bySlug.get(slug)?.[1],
    all: [...bySlug.values()]
      .map(([, installed]) => installed)
      .sort((a, b) => (a.lesson.slug < b.lesson.slug ? -1 : 1)),
    byPath,
    broken,
  };
}

/** The path under which the author knows a lesson, for messages, even if its folder is a link. Null if nothing is there any more. */
async function placeOf(path: string): Promise<string | null> {
  try {
    if (!(await lstat(path)).isSymbolicLink()) return path;
  } catch {
    return null;
  }
  const folder = await realpath(path).catch(() => null);
  return folder !== null && (await isFolder(folder)) ? folder : path;
}

/**
 * Converts an error about a file that vanished or cannot be read into an error of that one lesson.
 * @throws the error itself if no lesson is to blame
 */
function asLessonError(error: unknown, path: string): LessonError {
  if (error instanceof LessonError) return error;
  const problem = errorCode(error);
  if (!fileErrors.has(problem)) throw error;
  return new LessonError('unreadable', { file: path }, { problem });
}

/** File system errors about a single file. Too many open files (EMFILE), for example, is not a lesson's fault. */
const fileErrors: ReadonlySet<string> = new Set([
  ...['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'ESTALE', 'EIO'],
]);

async function mayBeLesson(path: string, name: string): Promise<boolean> {
  if (name.startsWith('.') || /^readme\.md$/i.test(name)) return false;
  return (await isFolder(path)) || /\.(md|markdown|mdx)$/i.test(name);
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
