import { cleanPath } from '../../dockerfile/clean-path.ts';
import { type IgnorePattern, ignoredBy, parseIgnoreFile } from '../../dockerfile/dockerignore.ts';
import { globMatcher, isWellFormedGlob } from '../../dockerfile/glob.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import type { BuildContext } from '../build/context.ts';
import type { BaseImage } from '../image/base-image.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { Files, nameOf, resolvePath } from '../image/files.ts';
import type { Stage } from '../image/stage.ts';
import { within } from '../image/within.ts';

/** A source of COPY or ADD that does not exist or is excluded by .dockerignore. */
export interface MissingSource {
  readonly path: string;
  readonly hiddenBy: IgnorePattern | null;
  /** The path probably intended: the same without its first folder. */
  readonly instead: string | null;
}

/** A file that a source stands for. */
export interface CopyItem {
  /** Path below the source, empty for the source itself. */
  readonly below: string;
  readonly entry: Entry;
  readonly contextPath: string | null;
}

/** A COPY or ADD with its arguments after substitution. */
export interface CopyRequest {
  readonly instruction: Instruction;
  readonly sources: readonly string[];
  readonly destination: string;
  readonly contents: readonly { readonly name: string; readonly text: string | null }[];
  readonly chmod: string | null;
  readonly chown: string | null;
  readonly stage: Stage;
  /** The source of the files: another stage or a foreign image; null for the build context. */
  readonly from: Stage | ForeignImage | null;
  readonly context: BuildContext;
  readonly isSource: (path: string) => boolean;
  /** Programs that are a single file and can be copied from the tool's own image. */
  readonly portable: ReadonlySet<string>;
  /** How many more files may be copied before the simulation stops tracking them. */
  readonly budget: { files: number };
}

export interface ForeignImage {
  readonly foreign: BaseImage;
}

export const isForeign = (from: CopyRequest['from']): from is ForeignImage =>
  from !== null && 'foreign' in from;

const wildcards = /[*?[]/;

/** The context files that a source stands for, each with its path below the source. */
export function contextItems(
  request: CopyRequest,
  source: string,
): readonly CopyItem[] | MissingSource | null {
  const { context, instruction, isSource } = request;
  const path = cleanPath(`/${source}`).slice(1);
  const entryOf = (each: string, named: boolean): Entry => {
    const file = context.files.get(each);
    return {
      ...plainFile,
      from: each,
      text: file?.text ?? null,
      executable: file?.executable ?? false,
      line: instruction.line,
      named,
      ofSource: isSource(each),
    };
  };
  if (path === '') return itemsInFolder(request, '', entryOf);
  if (context.files.has(path)) {
    const hiddenBy = context.ignoredBy(path);
    if (hiddenBy !== null) return { path, hiddenBy, instead: null };
    return [{ below: '', entry: entryOf(path, true), contextPath: path }];
  }
  if (context.folders.has(path)) {
    const items = itemsInFolder(request, path, entryOf);
    if (items.length > 0) return items;
    return { path, hiddenBy: context.ignoredBy(path), instead: null };
  }
  if (context.notSent.has(path)) {
    const unseen: Entry = { ...entryOf(path, true), certain: true };
    return [{ below: '', entry: unseen, contextPath: path }];
  }
  if (!context.complete || [...context.notSent].some((each) => within(path, each))) return null;
  const bare = path.replace(/,$/, '');
  if (bare !== path && context.files.has(bare)) return { path, hiddenBy: null, instead: bare };
  return {
    path,
    hiddenBy: context.ignoredBy(path),
    instead: meantInstead(context, path, source.endsWith('/')),
  };
}

/** The path probably intended by a missing one: written relative to the parent of the context folder, such as `backend/x`. */
function meantInstead(context: BuildContext, path: string, isFolder: boolean): string | null {
  const slash = path.indexOf('/');
  const below = slash < 0 ? '' : path.slice(slash + 1);
  if (context.files.has(below) || context.folders.has(below) || context.notSent.has(below)) return below;
  if (slash < 0) return isFolder ? '.' : null;
  return context.files.has(nameOf(path)) ? nameOf(path) : null;
}

function itemsInFolder(
  request: CopyRequest,
  folder: string,
  entryOf: (path: string, named: boolean) => Entry,
): readonly CopyItem[] {
  const { context } = request;
  const prefix = folder === '' ? '' : `${folder}/`;
  const items: CopyItem[] = [];
  for (const path of context.files.keys()) {
    if (!path.startsWith(prefix) || context.ignoredBy(path) !== null) continue;
    items.push({ below: path.slice(prefix.length), entry: entryOf(path, false), contextPath: path });
  }
  for (const path of context.notSent) {
    // A file that was not sent may or may not exist; scripts are assumed to, as a later step needs them.
    if (path.startsWith(prefix) && path.endsWith('.sh')) {
      items.push({ below: path.slice(prefix.length), entry: entryOf(path, false), contextPath: path });
    }
  }
  return items;
}

export function stageItems(
  from: Stage,
  source: string,
  line: number,
): readonly CopyItem[] | MissingSource | null {
  const path = resolvePath('/', source);
  const entry = from.files.get(path);
  if (entry === null) {
    if (from.files.presence(path) !== 'absent' && !isOfOtherPython(from, path)) return null;
    return { path, hiddenBy: null, instead: null };
  }
  if (entry.kind === 'file') return [{ below: '', entry: { ...entry, line }, contextPath: null }];
  const items = from.files.under(path).map(
    ([each, child]): CopyItem => ({
      below: each.slice(path === '/' ? 1 : path.length + 1),
      entry: { ...child, line },
      contextPath: null,
    }),
  );
  return items.length > 0 ? items : [];
}

/** Whether a path is in the library folder of a Python version that a stage's image does not have. */
function isOfOtherPython({ base, files }: Stage, path: string): boolean {
  const [own] = /^\d+\.\d+/.exec(base.env?.PYTHON_VERSION ?? '') ?? [];
  const named = /^\/usr\/local\/lib\/python(3\.\d+)(?:\/|$)/.exec(path)?.[1];
  return own !== undefined && named !== undefined && named !== own && !files.isVague;
}

/**
 * Expands wildcards like Go's `filepath.Match` (in brackets, `!` is literal; `**` means `*`) against the existing files. BuildKit accepts a
 * pattern without a match, but rejects a malformed one, which is returned as written.
 */
export function expandWildcards(request: CopyRequest, source: string): readonly string[] {
  if (!wildcards.test(source)) return [source];
  const parts = cleanPath(`/${source}`).slice(1).split('/');
  if (!parts.every(isWellFormedGlob)) return [source];
  // With --parents, BuildKit matches the pattern against whole paths, as in .dockerignore.
  if (request.instruction.options.get('parents')?.[0] === 'true') {
    const wanted = parseIgnoreFile(parts.join('/'));
    return allPaths(request).filter(
      (path) =>
        ignoredBy(wanted, path) !== null && (request.from !== null || isSentFile(request.context, path)),
    );
  }
  const matchers = parts.map((part) => globMatcher(part.replace(/\*{2,}/g, '*')));
  return allPaths(request).filter((path) => {
    const names = path.split('/');
    return (
      names.length === parts.length &&
      names.every((name, index) => matchers[index]?.(name) === true) &&
      (request.from !== null || isSent(request.context, path))
    );
  });
}

/** All paths that a wildcard can match. */
function allPaths({ from, context }: CopyRequest): readonly string[] {
  if (from === null) return [...context.files.keys(), ...context.folders, ...context.notSent];
  if (isForeign(from)) return from.foreign.files === 'empty' ? from.foreign.brings : [];
  return from.files.under('/').map(([path]) => path.slice(1));
}

/** Whether .dockerignore lets a file through, or at least one file in a folder. */
function isSent({ files, folders, ignoredBy }: BuildContext, path: string): boolean {
  if (ignoredBy(path) === null) return true;
  return (
    folders.has(path) && [...files.keys()].some((each) => within(path, each) && ignoredBy(each) === null)
  );
}

const isSentFile = ({ files, ignoredBy: hiddenBy }: BuildContext, path: string): boolean =>
  files.has(path) && hiddenBy(path) === null;

/** Files from a foreign image: a tool's own image has the tool; of a base image, the folders are known. */
export function foreignItems(
  { portable, instruction: { line } }: CopyRequest,
  image: BaseImage,
  source: string,
): readonly CopyItem[] | MissingSource {
  const path = resolvePath('/', source);
  const name = nameOf(source);
  const tool = portable.has(name) ? name : null;
  const brings = image.brings.includes(name);
  const presence = Files.of(image.files, image.folders).presence(path);
  const folder = image.files === 'empty' ? '/' : '/usr/local/bin/';
  const hasTool = brings ? path === `${folder}${name}` : image.programs === null;
  const isAbsent = tool === null ? presence === 'absent' : !hasTool;
  if (isAbsent && path !== '/') return { path: path.slice(1), hiddenBy: null, instead: null };
  return [
    {
      below: '',
      entry: { ...plainFile, executable: tool === null ? null : true, tool, line, certain: brings },
      contextPath: null,
    },
  ];
}

/** With `--parents`, the source's own folders are kept. */
export function parentsKept(instruction: Instruction, source: string, below: string): string {
  const keeps = instruction.options.get('parents')?.[0] === 'true';
  return keeps ? `${cleanPath(`/${source}`).slice(1)}/${below}` : below;
}
