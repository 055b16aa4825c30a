import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LessonError, type LessonRemark, remarkOn } from '../lesson/error.ts';
import type { FileTree } from '../lesson/file-tree.ts';
import type { Manifest } from '../lesson/manifest/manifest.ts';
import { readManifest } from '../lesson/manifest/read-manifest.ts';
import {
  fileNamesOf,
  handsInProject,
  mainFileOf,
  studentFilesOf,
} from '../lesson/manifest/requested-files.ts';
import { lessonLimitBytes, type NamedText, readLesson } from '../lesson/parse-lesson.ts';
import { type Locale, locales } from '../wording/wording.ts';
import { errorCode } from './error-code.ts';
import type { InstalledLesson } from './installed-lesson.ts';
import { readTree } from './read-tree.ts';
import { readStudentFiles, StudentFilesError } from './student-files.ts';
import {
  readTranslations,
  type TranslationProblem,
  translationNames,
  unreadMarkdown,
} from './translations.ts';
import { digestWithTree } from './tree-digest.ts';

export interface LoadOptions {
  /** A tree to use instead of the lesson's own backend. */
  readonly backend?: string | undefined;
  /** Translations to read; by default, all that exist. */
  readonly languages?: readonly Locale[];
}

/** A lesson read from disk, with remarks for its author. */
export interface LoadedLesson extends InstalledLesson {
  readonly remarks: readonly LessonRemark[];
}

/** As much of a lesson as could be read, with all its errors and remarks. */
export interface LessonInspection {
  /** Null if the lesson cannot be used. */
  readonly loaded: LoadedLesson | null;
  readonly errors: readonly LessonError[];
  readonly remarks: readonly LessonRemark[];
  /** The Markdown file that the remarks are about; the path itself if the file could not be determined. */
  readonly markdownFile: string;
}

const manifestNames = ['manifest.yaml', 'manifest.yml', 'manifest.json'];

/**
 * Loads a lesson: a folder with a manifest, or a bare Markdown file.
 * @throws LessonError if it cannot be used, with the first error
 */
export async function loadLesson(path: string, options: LoadOptions = {}): Promise<LoadedLesson> {
  const { loaded, errors } = await inspectLesson(path, options);
  const [first] = errors;
  if (loaded === null || first !== undefined) throw first ?? new LessonError('missing', { file: path });
  return loaded;
}

/** Reads the whole lesson, whatever errors it has. */
export async function inspectLesson(path: string, options: LoadOptions = {}): Promise<LessonInspection> {
  try {
    const manifest = await manifestOf(path);
    return await (manifest === null ? inspectMarkdown(path, options) : inspectFolder(manifest, options));
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    return { loaded: null, errors: [error], remarks: [], markdownFile: path };
  }
}

/**
 * The manifest that a path refers to; null for a bare Markdown file.
 * @throws LessonError if it is neither
 */
async function manifestOf(path: string): Promise<string | null> {
  const kind = await stat(path).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR'
      ? new LessonError('missing', { file: path })
      : new LessonError('unreadable', { file: path }, { problem: errorCode(error) });
  });
  const manifest = kind.isDirectory() ? await findManifest(path) : manifestNamed(path);
  if (manifest !== null) return manifest;
  if (kind.isDirectory()) throw new LessonError('noManifest', { file: path });
  if (!/\.(md|markdown|mdx)$/i.test(path)) throw new LessonError('notMarkdown', { file: path });
  return null;
}

async function inspectMarkdown(path: string, options: LoadOptions): Promise<LessonInspection> {
  const { lesson, errors, remarks } = readLesson(await readText(path));
  const backend = options.backend === undefined ? null : resolve(options.backend);
  const tree: FileTree = backend === null ? { files: [] } : await readTree(backend);
  const place = { folder: null, backend, solution: null };
  const loaded = lesson && { lesson, digestWithoutLock: lesson.digest, remarks, tree, ...place };
  return { loaded, errors, remarks, markdownFile: path };
}

async function inspectFolder(manifestFile: string, options: LoadOptions): Promise<LessonInspection> {
  const folder = resolve(manifestFile, '..');
  const text = await readText(manifestFile);
  const { manifest, errors: wrong, placeOf } = readManifest(text.text, manifestFile);
  // If the manifest names no Markdown file or cannot be parsed, the default file is read anyway.
  const name = manifest?.lesson ?? 'lesson.md';
  const markdownFile = join(manifestFile, '..', name);
  const at = (key: string) => ({ file: manifestFile, ...placeOf([key]) });
  if (!(await isThere(markdownFile, 'file'))) {
    const absent = manifest === null ? [] : [new LessonError('noLessonFile', at('lesson'), { lesson: name })];
    return { loaded: null, errors: [...wrong, ...absent], remarks: [], markdownFile };
  }
  const { lesson, errors, remarks } = readLesson(await readText(markdownFile), text);
  const all = [...errors];
  if (manifest === null) return { loaded: null, errors: all, remarks, markdownFile };
  for (const what of ['backend', 'solution'] as const) {
    if (what === 'backend' && (options.backend !== undefined || manifest.context === 'student')) continue;
    if (await isThere(join(folder, manifest[what]), 'folder')) continue;
    all.push(new LessonError('noTreeFolder', at(what), { what, folder: manifest[what] }));
  }
  if (lesson === null || all.length > 0) return { loaded: null, errors: all, remarks, markdownFile };
  const unfit = await unfitAnswer(manifest, join(folder, manifest.solution));
  if (unfit !== null) {
    const error = new LessonError('solutionRefused', at('solution'), { problem: unfit });
    return { loaded: null, errors: [error], remarks, markdownFile };
  }
  const told = await readTranslations(lesson, markdownFile, options.languages ?? locales, async (file) =>
    (await isThere(file, 'file')) ? readText(file) : null,
  );
  const lacking = await lackingAnswer(manifest, folder);
  const unread = await remarksOnUnread(markdownFile);
  const noted = [...remarks, ...lacking, ...told.problems.map(remarkOnTranslation), ...unread];
  const translated = { ...lesson, translations: told.translations };
  const loaded = await withTree({ lesson: translated, remarks: noted, manifest, folder }, options);
  return { loaded, errors: all, remarks: noted, markdownFile };
}

/** Why the lesson's solution could not be handed in as a student's project; null if it could. */
async function unfitAnswer(manifest: Manifest, solution: string): Promise<string | null> {
  if (!handsInProject(manifest)) return null;
  try {
    await readStudentFiles(solution, fileNamesOf(manifest));
    return null;
  } catch (error) {
    if (error instanceof StudentFilesError) return error.message;
    throw error;
  }
}

/** A remark if the solution's main file is missing. */
async function lackingAnswer(manifest: Manifest, folder: string): Promise<readonly LessonRemark[]> {
  const main = mainFileOf(studentFilesOf(manifest));
  if (main === null || (await isThere(join(folder, manifest.solution, main.path), 'file'))) return [];
  const values = { folder: manifest.solution, name: main.path };
  return [remarkOn('solutionLacks', { line: 1, column: 1 }, values)];
}

const remarkOnTranslation = ({ file, kind, what }: TranslationProblem): LessonRemark =>
  kind === 'lacks'
    ? remarkOn('translationLacks', { line: 1, column: 1 }, { file, list: what })
    : remarkOn('translationUnusable', { line: 1, column: 1 }, { file, problem: what });

async function remarksOnUnread(markdownFile: string): Promise<readonly LessonRemark[]> {
  const names = translationNames(markdownFile).join(' / ');
  return unreadMarkdown(markdownFile, await readdir(dirname(markdownFile))).map((file) =>
    remarkOn('markdownNotRead', { line: 1, column: 1 }, { file, names }),
  );
}

interface ReadFolder extends Pick<LoadedLesson, 'lesson' | 'remarks'> {
  readonly manifest: Manifest;
  readonly folder: string;
}

async function withTree(
  { lesson, remarks, manifest, folder }: ReadFolder,
  options: LoadOptions,
): Promise<LoadedLesson> {
  const solution = join(folder, manifest.solution);
  // The student hands in the whole project, so there is no tree, and nothing else affects a verdict.
  if (manifest.context === 'student')
    return {
      lesson,
      digestWithoutLock: lesson.digest,
      remarks,
      tree: { files: [] },
      folder,
      backend: null,
      solution,
    };
  const backend = options.backend === undefined ? join(folder, manifest.backend) : resolve(options.backend);
  const tree = await readTree(backend);
  const dependencyFiles = manifest.project?.dependencyFiles ?? [];
  const withoutLock = dependencyFiles.filter((path) => path.endsWith('.lock'));
  return {
    lesson: { ...lesson, digest: await digestWithTree(lesson.digest, backend, tree) },
    digestWithoutLock: await digestWithTree(lesson.digest, backend, tree, withoutLock),
    remarks,
    tree: options.backend === undefined ? withLockFile(tree, manifest) : tree,
    folder,
    backend,
    solution,
  };
}

/** Adds the lock file, which set-up creates. A check only needs to know that it will exist. */
function withLockFile(tree: FileTree, { project }: Manifest): FileTree {
  const absent = (project?.dependencyFiles ?? []).filter(
    (path) => !tree.files.some((file) => file.path === path),
  );
  const files = absent.map((path) => ({ path, bytes: 0, executable: false, text: null }));
  return { files: [...tree.files, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function findManifest(folder: string): Promise<string | null> {
  for (const name of manifestNames) {
    if (await isThere(join(folder, name), 'file')) return join(folder, name);
  }
  return null;
}

/** A path of the manifest itself also refers to the lesson. */
function manifestNamed(path: string): string | null {
  return manifestNames.some((name) => path.split(/[\\/]/).at(-1) === name) ? path : null;
}

async function isThere(path: string, kind: 'file' | 'folder'): Promise<boolean> {
  const status = await stat(path).catch(() => null);
  return kind === 'file' ? (status?.isFile() ?? false) : (status?.isDirectory() ?? false);
}

async function readText(file: string): Promise<NamedText> {
  const { size } = await stat(file);
  if (size > lessonLimitBytes) {
    const values = { kilobytes: Math.ceil(size / 1024), limit: lessonLimitBytes / 1024 };
    throw new LessonError('tooLarge', { file }, values);
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new LessonError('unreadable', { file }, { problem: errorCode(error) });
  });
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new LessonError('binary', { file, line: firstBadLine(bytes) });
  }
}

/** The first line with invalid UTF-8. */
function firstBadLine(bytes: Buffer): number {
  const good = bytes.toString('utf8').indexOf('\uFFFD');
  return bytes.toString('utf8').slice(0, good).split('\n').length;
}
