import { type IgnoreFile, type IgnorePattern, ignoredBy } from '../../dockerfile/dockerignore.ts';
import type { StudentFiles } from '../../model/report.ts';

/** A file of the build context. */
export interface ContextFile {
  readonly path: string;
  readonly text: string | null;
  readonly executable: boolean;
}

/** The build context: a base tree overlaid with the student's files, minus what .dockerignore excludes. */
export interface BuildContext {
  readonly files: ReadonlyMap<string, ContextFile>;
  /** Whether the listed files are all there is. */
  readonly complete: boolean;
  /** Whether only some of the project's files are known, so that there may be others. */
  readonly open: boolean;
  /** Files of the student that may exist but were not sent. */
  readonly notSent: ReadonlySet<string>;
  ignoredBy(path: string): IgnorePattern | null;
  readonly folders: ReadonlySet<string>;
}

/** Files that lie in a folder on disk. */
interface ContextFiles {
  readonly files: readonly ContextFile[];
}

/** What lies beneath the student's files in the context. */
export interface ContextSource {
  readonly tree: ContextFiles;
  /** Whether the listed files are all there is. */
  readonly complete: boolean;
  /** Whether only some of the project's files are known. */
  readonly open: boolean;
  /** Files that exist in the real context although a checkout may lack them. */
  readonly expected: readonly string[];
}

export function buildContext(
  student: StudentFiles,
  { tree, complete, open, expected }: ContextSource,
  ignore: IgnoreFile,
  roles: readonly string[],
): BuildContext {
  const below = treeContext(tree);
  const files = new Map(below.files);
  // Set-up creates the lock file: a checkout without set-up lacks it, but the real context always has it.
  for (const path of expected) if (!files.has(path)) files.set(path, { path, text: null, executable: false });
  for (const [path, text] of Object.entries(student.files))
    files.set(path, { path, text, executable: false });
  const notSent = new Set(
    student.complete ? [] : roles.filter((path) => !Object.hasOwn(student.files, path)),
  );
  const folders = new Set(below.folders);
  for (const path of files.keys()) if (!below.files.has(path)) addFolders(folders, path);
  const cache = new Map<string, IgnorePattern | null>();
  return {
    files,
    complete,
    open,
    notSent,
    folders,
    ignoredBy: (path) => {
      const known = cache.get(path);
      if (known !== undefined) return known;
      const by = ignoredBy(ignore, path);
      cache.set(path, by);
      return by;
    },
  };
}

type TreeContext = Pick<BuildContext, 'files' | 'folders'>;

/** Cached because the same tree is used again and again with different files on top. */
const treeContexts = new WeakMap<ContextFiles, TreeContext>();

function treeContext(tree: ContextFiles): TreeContext {
  const known = treeContexts.get(tree);
  if (known !== undefined) return known;
  const files = new Map<string, ContextFile>(tree.files.map((file) => [file.path, file]));
  const folders = new Set<string>();
  for (const path of files.keys()) addFolders(folders, path);
  treeContexts.set(tree, { files, folders });
  return { files, folders };
}

/** Whether a COPY source may bring files that are not listed: in an open context, any source except a known file. */
export const mayBringMore = ({ open, files, notSent }: BuildContext, path: string): boolean =>
  open && !files.has(path) && !notSent.has(path);

function addFolders(folders: Set<string>, path: string): void {
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1))
    folders.add(path.slice(0, cut));
}
