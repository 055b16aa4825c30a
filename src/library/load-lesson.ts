import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LessonError, type LessonRemark } from '../lesson/error.ts';
import type { FileTree } from '../lesson/file-tree.ts';
import type { Manifest } from '../lesson/manifest.ts';
import { lessonLimitBytes, type NamedText, parseLesson } from '../lesson/parse-lesson.ts';
import { parseManifest } from '../lesson/read-manifest.ts';
import { errorCode } from './error-code.ts';
import type { InstalledLesson } from './installed-lesson.ts';
import { readTree } from './read-tree.ts';
import { digestWithTree } from './tree-digest.ts';

export interface LoadOptions {
  /** A tree to use in place of the lesson's own backend. */
  readonly backend?: string | undefined;
}

/** A lesson from disk, with what its author should know. */
export interface LoadedLesson extends InstalledLesson {
  readonly remarks: readonly LessonRemark[];
}

const manifestNames = ['manifest.yaml', 'manifest.yml'];

/**
 * Loads a lesson: a folder with a manifest, or a bare Markdown file.
 * @throws LessonError when it cannot be used
 */
export async function loadLesson(path: string, options: LoadOptions = {}): Promise<LoadedLesson> {
  const kind = await stat(path).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR'
      ? new LessonError('missing', { file: path })
      : new LessonError('unreadable', { file: path }, { problem: errorCode(error) });
  });
  const manifest = kind.isDirectory() ? await findManifest(path) : manifestNamed(path);
  if (manifest !== null) return loadFolder(manifest, options);
  if (kind.isDirectory()) throw new LessonError('noManifest', { file: path });
  if (!/\.(md|markdown)$/i.test(path)) throw new LessonError('notMarkdown', { file: path });
  const { lesson, remarks } = parseLesson(await readText(path));
  const backend = options.backend === undefined ? null : resolve(options.backend);
  const tree: FileTree = backend === null ? { files: [] } : await readTree(backend);
  return { lesson, digestWithoutLock: lesson.digest, remarks, tree, folder: null, backend, solution: null };
}

async function loadFolder(manifestFile: string, options: LoadOptions): Promise<LoadedLesson> {
  const folder = resolve(manifestFile, '..');
  const text = await readText(manifestFile);
  const { manifest, lineOf } = parseManifest(text.text, manifestFile);
  const markdown = join(manifestFile, '..', manifest.lesson);
  if (!(await isThere(markdown, 'file'))) {
    throw new LessonError(
      'noLessonFile',
      { file: manifestFile, line: lineOf(['lesson']) },
      { lesson: manifest.lesson },
    );
  }
  const { lesson, remarks } = parseLesson(await readText(markdown), text);
  for (const what of ['backend', 'solution'] as const) {
    if (what === 'backend' && options.backend !== undefined) continue;
    if (await isThere(join(folder, manifest[what]), 'folder')) continue;
    const where = { file: manifestFile, line: lineOf([what]) };
    throw new LessonError('noTreeFolder', where, { what, folder: manifest[what] });
  }
  const backend = options.backend === undefined ? join(folder, manifest.backend) : resolve(options.backend);
  const tree = await readTree(backend);
  const { dependencyFiles } = manifest.project;
  const withoutLock = dependencyFiles.filter((path) => path.endsWith('.lock'));
  return {
    lesson: { ...lesson, digest: await digestWithTree(lesson.digest, backend, tree) },
    digestWithoutLock: await digestWithTree(lesson.digest, backend, tree, withoutLock),
    remarks,
    tree: options.backend === undefined ? withLockFile(tree, manifest) : tree,
    folder,
    backend,
    solution: join(folder, manifest.solution),
  };
}

/** The lesson's lock file is made at set-up. A check needs only to know that it will be there. */
function withLockFile(tree: FileTree, { project }: Manifest): FileTree {
  const absent = project.dependencyFiles.filter((path) => !tree.files.some((file) => file.path === path));
  const files = absent.map((path) => ({ path, bytes: 0, executable: false, text: null }));
  return { files: [...tree.files, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function findManifest(folder: string): Promise<string | null> {
  for (const name of manifestNames) {
    if (await isThere(join(folder, name), 'file')) return join(folder, name);
  }
  return null;
}

/** Somebody who names the manifest means the lesson. */
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

/** The line on which a file stops being UTF-8. */
function firstBadLine(bytes: Buffer): number {
  const good = bytes.toString('utf8').indexOf('\uFFFD');
  return bytes.toString('utf8').slice(0, good).split('\n').length;
}
