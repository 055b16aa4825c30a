import { type IgnoreFile, type IgnorePattern, ignoredBy } from '../../dockerfile/dockerignore.ts';
import type { StudentFiles } from '../../model/report.ts';

/** A file of the build context. */
export interface ContextFile {
  readonly path: string;
  readonly text: string | null;
  readonly executable: boolean;
}

/** The build context: a tree with the student's files on top, and what .dockerignore leaves of it. */
export interface BuildContext {
  readonly files: ReadonlyMap<string, ContextFile>;
  /** Whether nothing else can be in it. */
  readonly complete: boolean;
  /** Whether it is a project of which only some files are known: any other may lie beside them. */
  readonly open: boolean;
  /** Files of the student that may be there but were not sent. */
  readonly notSent: ReadonlySet<string>;
  ignoredBy(path: string): IgnorePattern | null;
  readonly folders: ReadonlySet<string>;
}

/** Files as a folder has them. */
interface ContextFiles {
  readonly files: readonly ContextFile[];
}

/** What the context has below the student's files. */
export interface ContextSource {
  readonly tree: ContextFiles;
  /** Whether nothing else can be in it. */
  readonly complete: boolean;
  /** Whether it is a project of which only some files are known. */
  readonly open: boolean;
  /** Files that are there although a checkout may lack them. */
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
  // A lock file is made at set-up: a checkout that has not been set up lacks it, the real context never does.
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

/** The same tree is asked for again and again, with other files on top. */
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

/** Whether a source of COPY may bring more than what is known of the context: of an open one, all but a file that is known. */
export const mayBringMore = ({ open, files, notSent }: BuildContext, path: string): boolean =>
  open && !files.has(path) && !notSent.has(path);

function addFolders(folders: Set<string>, path: string): void {
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1))
    folders.add(path.slice(0, cut));
}
