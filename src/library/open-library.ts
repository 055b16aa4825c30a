import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LessonError } from '../lesson/error.ts';
import { errorCode } from './error-code.ts';
import type { BrokenLesson, InstalledLesson, Library } from './installed-lesson.ts';
import { loadLesson } from './load-lesson.ts';

/**
 * Loads every lesson of a folder: each folder in it with a manifest, and each Markdown file but a README.
 * One that cannot be used stands among the broken ones and keeps nobody from the others; where it could be used `before`,
 * that version stays in force.
 * @throws LessonError when there is no such folder
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
    // One that was deleted while it was read is no longer a lesson.
    if ((await placeOf(join(dir, name))) === null) continue;
    const old = before?.byPath.get(path);
    if (old !== undefined) byPath.set(path, old);
    broken.push({ path, reason: loaded.located, inForce: old?.lesson.slug ?? null });
  }
  return indexByName(byPath, broken, before);
}

/** Indexes lessons by name. Of two with the same name, the one that had it before keeps it, else the first. */
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

/** Messages name the file as its author knows it, also where its folder is a link. Null where nothing is there any more. */
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
 * A file of a lesson that vanishes, or cannot be read, while it is read: one lesson of many.
 * @throws what is not a fault of a lesson
 */
function asLessonError(error: unknown, path: string): LessonError {
  if (error instanceof LessonError) return error;
  const problem = errorCode(error);
  if (!fileErrors.has(problem)) throw error;
  return new LessonError('unreadable', { file: path }, { problem });
}

/** What a file system says of a single file. That there are too many open files (EMFILE) is no lesson's doing. */
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
