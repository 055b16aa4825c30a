import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Limits } from '../limits.ts';

/** A file of the build context. Students' files always have mode 0644, as if sent from an editor on Windows. */
export interface BuildContextFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** The build context is too big: the limits protect the engine's disk and the worker's memory. */
export class ContextTooBig extends Error {
  override readonly name = 'ContextTooBig';
  readonly limit: 'contextMegabytes' | 'contextFiles';
  constructor(limit: ContextTooBig['limit'], value: number) {
    super(`the build context has more than ${value} ${limit === 'contextFiles' ? 'files' : 'MB'}`);
    this.limit = limit;
  }
}

/** A path that would leave the context. */
export class PathRefused extends Error {
  override readonly name = 'PathRefused';
}

/** Whether `.dockerignore` excludes a path. */
export type Ignores = (path: string) => boolean;

/** `a//b/./c` → `a/b/c`; throws {@link PathRefused} for absolute paths, `..`, backslashes and control characters. */
export function contextPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (
    path.startsWith('/') ||
    parts.length === 0 ||
    parts.includes('..') ||
    /[\\\u0000-\u001f\u007f]/.test(path)
  )
    throw new PathRefused(`${JSON.stringify(path)} is not a path inside the project`);
  return parts.join('/');
}

/** Reads a folder, sorted by path: regular files only, no links or devices. `wanted` filters paths before anything is read. */
export async function readTree(
  folder: string,
  limits: Limits,
  wanted: (path: string) => boolean = () => true,
) {
  const files: BuildContextFile[] = [];
  let bytes = 0;
  const walk = async (relative: string): Promise<void> => {
    const entries = await readdir(join(folder, relative), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && wanted(path)) {
        const { size, mode } = await lstat(join(folder, path));
        bytes += size;
        bound(files.length + 1, bytes, limits);
        files.push({ path, bytes: await readFile(join(folder, path)), executable: (mode & 0o111) !== 0 });
      }
    }
  };
  await walk('');
  return files;
}

function bound(files: number, bytes: number, limits: Limits): void {
  if (files > limits.contextFiles) throw new ContextTooBig('contextFiles', limits.contextFiles);
  if (bytes > limits.contextMegabytes * 1e6)
    throw new ContextTooBig('contextMegabytes', limits.contextMegabytes);
}

/** A student's files, path → content: text from Discord, bytes from a folder. */
export type SubmittedContent = Readonly<Record<string, string | Uint8Array>>;

/** The whole project: the lesson's tree with the student's files on top. Throws {@link PathRefused}. */
export function projectFiles(
  tree: readonly BuildContextFile[],
  student: SubmittedContent,
): readonly BuildContextFile[] {
  const files = new Map(tree.map((file) => [file.path, file]));
  for (const [given, content] of Object.entries(student)) {
    const path = contextPath(given);
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    files.set(path, { path, bytes, executable: false });
  }
  return [...files.values()];
}

/**
 * The build context: the project without the files that `.dockerignore` excludes. The docker command filters them, and so does this,
 * because an engine takes the tar as it is. `always` is sent whatever the patterns say.
 */
export function assembleContext(
  backend: readonly BuildContextFile[],
  student: SubmittedContent,
  ignores: Ignores,
  always: readonly string[],
  limits: Limits,
): readonly BuildContextFile[] {
  const kept = projectFiles(backend, student).filter(({ path }) => always.includes(path) || !ignores(path));
  bound(
    kept.length,
    kept.reduce((sum, { bytes }) => sum + bytes.length, 0),
    limits,
  );
  return kept.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** All files get this modification time, so that equal contexts are equal tars; it is later than 1980 because zip files require that. */
const mtime = new Date('2024-01-01T00:00:00Z');

/** The context as a tar of directories and regular files, nothing else. */
export function tarOf(files: readonly BuildContextFile[]): Readable {
  const tar = pack();
  const folders = new Set<string>();
  const fill = async (): Promise<void> => {
    for (const { path, bytes, executable } of files) {
      const parts = path.split('/');
      for (let depth = 1; depth < parts.length; depth++) {
        const folder = parts.slice(0, depth).join('/');
        if (folders.has(folder)) continue;
        folders.add(folder);
        tar.entry({ name: `${folder}/`, type: 'directory', mode: 0o755, mtime });
      }
      const mode = executable ? 0o755 : 0o644;
      await new Promise<void>((resolve, reject) => {
        tar.entry(
          { name: path, type: 'file', mode, mtime, size: bytes.length },
          Buffer.from(bytes),
          (error) => (error ? reject(error) : resolve()),
        );
      });
    }
    tar.finalize();
  };
  // The stream may be destroyed while it is read: then nobody needs the rest.
  fill().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
  // tar-stream has a stream type of its own; Node's pipes accept it all the same.
  return tar as unknown as Readable;
}
