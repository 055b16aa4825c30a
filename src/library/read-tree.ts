import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { LessonError } from '../lesson/error.ts';
import type { FileTree, TreeFile } from '../lesson/file-tree.ts';

/** Folders that are not part of a project and are left out of the tree. */
const skipped = new Set([
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'node_modules',
  '.mypy_cache',
  '.ruff_cache',
]);

/** Larger files are not read as text: rules read scripts and settings, which are small. */
const textLimitBytes = 64 * 1024;
/** Limit for all text together. Files beyond it have `text: null`. */
const allTextLimitBytes = 8 * 1024 * 1024;
/** Maximum number of files. No lesson's project has more, so the folder is probably the wrong one. */
const fileLimit = 20_000;

/**
 * Reads a folder as a build context contains it, sorted by path. A link to a folder, or to a file outside the folder, is listed but not
 * followed.
 * @throws LessonError if the folder does not exist or has too many files
 */
export async function readTree(folder: string): Promise<FileTree> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory())
    throw new LessonError('treeMissing', { file: folder });
  const files: TreeFile[] = [];
  let textBytes = 0;
  const folders = [root];
  for (let current = folders.pop(); current !== undefined; current = folders.pop()) {
    for (const entry of await readdir(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) folders.push(path);
        continue;
      }
      if (!entry.isFile() && !entry.isSymbolicLink()) continue;
      if (files.length >= fileLimit)
        throw new LessonError('treeTooLarge', { file: folder }, { limit: fileLimit });
      const file = await treeFile(root, path, entry.isSymbolicLink(), textBytes < allTextLimitBytes);
      textBytes += file.text === null ? 0 : file.bytes;
      files.push(file);
    }
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function treeFile(root: string, path: string, isLink: boolean, wantsText: boolean): Promise<TreeFile> {
  const name = relative(root, path).split(sep).join('/');
  const real = isLink ? await insideOf(root, path) : path;
  const status = real === null ? null : await stat(real);
  if (real === null || status === null || !status.isFile()) {
    return { path: name, bytes: 0, executable: false, text: null };
  }
  const text = wantsText && status.size <= textLimitBytes ? await textOf(real) : null;
  return { path: name, bytes: status.size, executable: (status.mode & 0o111) !== 0, text };
}

/** The target of a link if that is inside the folder, otherwise null. */
async function insideOf(root: string, link: string): Promise<string | null> {
  const target = await realpath(link).catch(() => null);
  return target?.startsWith(root + sep) ? target : null;
}

async function textOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null || bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
