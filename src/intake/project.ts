import { fileLimitBytes, type SubmittedFiles } from '../submission/files.ts';
import { type ProjectRefusal, projectLimits } from '../submission/project-limits.ts';
import { toolFolderOf } from '../submission/tool-folders.ts';
import { baseName, roleByName } from './file-role.ts';
import type { FileNames, FileProblem } from './intake-result.ts';
import { safePath } from './project-path.ts';

/** Something that a student's project has in it, wherever that was found: in a zip, in a folder. */
export interface ProjectEntry {
  /** As it is written there. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  readonly bytes: number;
  /** Its content where that has no more bytes; null where it cannot be had. */
  unpack(most: number): Uint8Array | null;
}

/** The result of reading a student's project: its text files by path in the build context, or why none is accepted. */
export type ProjectReading =
  | { readonly kind: 'project'; readonly files: SubmittedFiles; readonly problems: readonly FileProblem[] }
  | { readonly kind: 'refused'; readonly why: ProjectRefusal; readonly path: string };

/** Thrown when a project is refused, and caught in {@link readProject}. */
class ProjectRefused extends Error {
  readonly why: ProjectRefusal;
  readonly path: string;
  constructor(why: ProjectRefusal, path: string) {
    super(why);
    this.why = why;
    this.path = path;
  }
}

interface ProjectFile {
  readonly path: string;
  readonly entry: ProjectEntry;
}

/** What is left out, and why; reported once for all files. */
interface LeftOut {
  readonly binary: string[];
  readonly large: string[];
  /** What is read line by line, and is larger than anybody writes it. */
  readonly scripts: FileProblem[];
  readonly outside: string[];
  readonly tools: Set<string>;
}

/** What is not text, whatever it holds: such files need not be unpacked. */
const knownBinary =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|pdf|zip|gz|tgz|7z|rar|jar|class|pyc|so|dll|exe|o|a|wasm|sqlite3?|db)$/i;
/** What a file manager puts beside files. */
const leftBehind = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/;
/** What may be unpacked to find out that it is not text, in sizes of a whole project. */
const mostUnpacked = 4 * projectLimits.bytes;

/**
 * Reads a whole project: all of its text files, at their paths in the build context. `name`: the project's name, for messages.
 * `top`: it is a folder, which is the context; in a zip the context is the folder with the lesson's Dockerfile.
 */
export function readProject(
  entries: readonly ProjectEntry[],
  names: FileNames,
  { name, top }: { readonly name: string; readonly top: 'given' | 'searched' },
): ProjectReading {
  const left: LeftOut = { binary: [], large: [], scripts: [], outside: [], tools: new Set() };
  try {
    const all = ownFiles(entries, left);
    const inContext = top === 'given' ? all : contextOf(all, names, left);
    refuseClashes(inContext.map(({ path }) => path));
    const texts = textsOf(inContext, { names, left });
    // A folder is taken as it is: its owner can rename what is in it.
    const { files, problems } =
      top === 'given' ? { files: texts, problems: [] } : underRightNames(texts, names);
    if (Object.keys(files).length === 0) return { kind: 'refused', why: 'empty', path: name };
    return {
      kind: 'project',
      files,
      problems: [...left.scripts, ...problems, ...leftOutProblem(name, left)],
    };
  } catch (error) {
    if (!(error instanceof ProjectRefused)) throw error;
    return { kind: 'refused', why: error.why, path: error.path };
  }
}

/** What the student wrote, by safe paths; what leads elsewhere is refused. */
function ownFiles(entries: readonly ProjectEntry[], left: LeftOut): readonly ProjectFile[] {
  const files: ProjectFile[] = [];
  for (const entry of entries) {
    const path = safePath(entry.name);
    if (typeof path !== 'string') throw new ProjectRefused(path.why, entry.name);
    if (path === '') continue;
    const tool = toolFolderOf(path) ?? (entry.kind === 'folder' ? toolFolderOf(`${path}/x`) : null);
    if (tool !== null) left.tools.add(baseName(tool));
    if (tool !== null || entry.kind === 'folder' || leftBehind.test(path)) continue;
    if (entry.kind !== 'file') throw new ProjectRefused(entry.kind, path);
    files.push({ path, entry });
    if (files.length > mostLookedAt) throw new ProjectRefused('too-many', `${entries.length}`);
  }
  return files;
}

/** A zip may hold more than the project, such as a whole repository. */
const mostLookedAt = 4 * projectLimits.files;

/** The file that lies at the top of the build context, or at its place below it. */
const anchorOf = (names: FileNames): string =>
  names.further?.find(({ kind }) => kind === 'compose')?.path ?? names.dockerfile;

/**
 * The files of the build context: of the folder where the lesson's Dockerfile lies as it lies in the context, the nearest to the
 * top. Without one it is all of them, below the folder that holds everything.
 */
function contextOf(all: readonly ProjectFile[], names: FileNames, left: LeftOut): readonly ProjectFile[] {
  const anchor = anchorOf(names);
  const folders = all
    .filter(({ path }) => path === anchor || path.endsWith(`/${anchor}`))
    .map(({ path }) => path.slice(0, path.length - anchor.length))
    .sort((one, other) => depthOf(one) - depthOf(other));
  const [nearest, second] = folders;
  if (nearest !== undefined && nearest === second) throw new ProjectRefused('twice', `${nearest}${anchor}`);
  if (nearest !== undefined && second !== undefined && depthOf(second) === depthOf(nearest))
    throw new ProjectRefused('several', [nearest, second].map((folder) => folder.slice(0, -1)).join(', '));
  const folder = nearest ?? commonFolder(all);
  const inside = all.filter(({ path }) => path.startsWith(folder));
  left.outside.push(...all.filter(({ path }) => !path.startsWith(folder)).map(({ path }) => path));
  return inside.map(({ path, entry }) => ({ path: path.slice(folder.length), entry }));
}

const depthOf = (path: string): number => path.split('/').length - 1;

/** The folder at the top that holds everything, as `shop/`; empty where there is none. */
function commonFolder(all: readonly ProjectFile[]): string {
  const first = all[0]?.path ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  return all.every(({ path }) => path.startsWith(folder)) ? folder : '';
}

/** Whether a check reads a file line by line, and not only looks something up in it: no larger one is taken than is when it is pasted. */
function isReadByLine(
  { dockerfile, dockerignore, entrypoint, further = [] }: FileNames,
  path: string,
): boolean {
  const named = [dockerfile, dockerignore, entrypoint, `${dockerfile}.dockerignore`];
  return named.includes(path) || path.endsWith('.sh') || further.some((file) => file.path === path);
}

function textsOf(
  files: readonly ProjectFile[],
  { names, left }: { readonly names: FileNames; readonly left: LeftOut },
): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  let unpacked = 0;
  let bytes = 0;
  for (const { path, entry } of files) {
    if (path.length > projectLimits.pathLength) throw new ProjectRefused('long-path', path);
    if (depthOf(path) > projectLimits.depth) throw new ProjectRefused('too-deep', path);
    if (entry.bytes > projectLimits.fileBytes) {
      (knownBinary.test(path) ? left.binary : left.large).push(path);
      continue;
    }
    if (entry.bytes > fileLimitBytes && isReadByLine(names, path)) {
      left.scripts.push({ kind: 'too-big', name: path, bytes: entry.bytes });
      continue;
    }
    const content = knownBinary.test(path) ? null : entry.unpack(projectLimits.fileBytes);
    unpacked += content === null ? 0 : entry.bytes;
    if (unpacked > mostUnpacked) throw new ProjectRefused('too-large', path);
    const text = content === null ? null : textOf(content);
    if (text === null) {
      left.binary.push(path);
      continue;
    }
    bytes += entry.bytes;
    texts.push([path, text]);
    if (texts.length > projectLimits.files) throw new ProjectRefused('too-many', `${files.length}`);
    if (bytes > projectLimits.bytes) throw new ProjectRefused('too-large', path);
  }
  return Object.fromEntries(texts);
}

/** Paths that are one file on many computers, and a file where another one needs a folder. */
function refuseClashes(paths: readonly string[]): void {
  const plain = (path: string): string => path.normalize('NFC').toLowerCase();
  const seen = new Map<string, string>();
  for (const path of paths) {
    const before = seen.get(plain(path));
    if (before !== undefined)
      throw new ProjectRefused('twice', before === path ? path : `${before}, ${path}`);
    seen.set(plain(path), path);
  }
  for (const path of paths)
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
      const file = seen.get(plain(path.slice(0, cut)));
      if (file !== undefined) throw new ProjectRefused('twice', `${file}, ${path}`);
    }
}

/** Docker finds two files by their names alone: where one is missing and another was meant, it is taken for it, and that is said. */
function underRightNames(
  texts: Readonly<Record<string, string>>,
  names: FileNames,
): { readonly files: SubmittedFiles; readonly problems: readonly FileProblem[] } {
  const files = { ...texts };
  const problems: FileProblem[] = [];
  for (const role of ['dockerfile', 'dockerignore'] as const) {
    const expected = names[role];
    if (Object.hasOwn(files, expected)) {
      // Docker takes no notice of a byte order mark in these two.
      files[expected] = (files[expected] ?? '').replace(/^\uFEFF/, '');
      continue;
    }
    const folder = expected.slice(0, expected.length - baseName(expected).length);
    const meant = Object.keys(files).find(
      (path) =>
        path === `${folder}${baseName(path)}` &&
        roleByName(path) === role &&
        // Docker looks for that one, too.
        path !== `${names.dockerfile}.dockerignore`,
    );
    if (meant === undefined) continue;
    files[expected] = (files[meant] ?? '').replace(/^\uFEFF/, '');
    delete files[meant];
    problems.push({ kind: 'misnamed', name: meant, path: expected });
  }
  return { files, problems };
}

function leftOutProblem(name: string, left: LeftOut): readonly FileProblem[] {
  const { binary, large, outside, tools } = left;
  return binary.length + large.length + outside.length + tools.size === 0
    ? []
    : [{ kind: 'left-out', name, binary, large, outside, tools: [...tools] }];
}

/** Decodes UTF-8 only, which Docker would pass on unchanged and a check can read. A byte order mark is kept where it matters. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
