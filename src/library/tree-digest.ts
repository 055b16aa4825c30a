import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileTree } from '../lesson/file-tree.ts';

/**
 * SHA-256 (hex) of a lesson's text and of the tree on which a student's files are placed, byte by byte: a verdict depends on both.
 * `without`: paths to leave out, because set-up may not have created them on every machine.
 */
export async function digestWithTree(
  lesson: string,
  folder: string,
  { files }: FileTree,
  without: readonly string[] = [],
): Promise<string> {
  const hash = createHash('sha256').update(lesson);
  for (const { path, executable } of files) {
    if (without.includes(path)) continue;
    // A link that leads out of the folder is listed, but has no content.
    const bytes = await readFile(join(folder, path)).catch(() => null);
    const content = bytes === null ? 'none' : createHash('sha256').update(bytes).digest('hex');
    hash.update(`\0${path}\0${executable ? 'x' : '-'}\0${content}`);
  }
  return hash.digest('hex');
}
