import type { Instruction } from '../dockerfile/instruction.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import { cleanPath, type IgnorePattern } from '../dockerignore.ts';
import type { BuildContext } from './context.ts';
import { globMatches } from './expand.ts';
import { type Entry, nameOf, plainFile, resolvePath, within } from './files.ts';
import { modeMakesExecutable } from './filetools.ts';
import { lacksUser, type Stage } from './stage.ts';

/** A source of COPY or ADD that is not there, or is hidden. */
export interface MissingSource {
  readonly written: string;
  readonly path: string;
  readonly hiddenBy: IgnorePattern | null;
  /** The path that was probably meant: the same without its first folder. */
  readonly instead: string | null;
}

export interface CopyResult {
  readonly missing: readonly MissingSource[];
  /** Context files that the layer depends on. */
  readonly taken: readonly string[];
  /** Files written over each other: several sources, and a destination that is a file. */
  readonly overwritten: { readonly destination: string; readonly last: string } | null;
  /** Context paths that were named, not swept in with a folder. */
  readonly named: readonly string[];
}

interface Item {
  /** Path below the source, empty for the source itself. */
  readonly below: string;
  readonly entry: Entry;
  readonly contextPath: string | null;
}

export interface CopyRequest {
  readonly instruction: Instruction;
  readonly sources: readonly string[];
  readonly destination: string;
  readonly contents: readonly { readonly name: string; readonly text: string | null }[];
  readonly chmod: string | null;
  readonly chown: string | null;
  readonly stage: Stage;
  /** Files of another stage; null for the build context. */
  readonly from: Stage | 'foreign' | null;
  readonly context: BuildContext;
  readonly isSource: (path: string) => boolean;
  /** How many files may still be copied before the rest is unknown. */
  readonly budget: { files: number };
}

const wildcards = /[*?[]/;

/** What a source stands for in the context: paths of files, each with its path below the source. */
function contextItems(request: CopyRequest, source: string): readonly Item[] | MissingSource | null {
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
  if (path === '') return sweep(request, '', entryOf);
  if (context.files.has(path)) {
    const hiddenBy = context.ignoredBy(path);
    if (hiddenBy !== null) return { written: source, path, hiddenBy, instead: null };
    return [{ below: '', entry: entryOf(path, true), contextPath: path }];
  }
  if (context.folders.has(path)) {
    const items = sweep(request, path, entryOf);
    if (items.length > 0) return items;
    return { written: source, path, hiddenBy: context.ignoredBy(path), instead: null };
  }
  if (context.notSent.has(path)) {
    const unseen: Entry = { ...entryOf(path, true), certain: true };
    return [{ below: '', entry: unseen, contextPath: path }];
  }
  if (!context.complete || [...context.notSent].some((each) => within(path, each))) return null;
  const cut = path.indexOf('/');
  const below = cut < 0 ? '' : path.slice(cut + 1);
  const bare = path.replace(/,$/, '');
  if (bare !== path && context.files.has(bare))
    return { written: source, path, hiddenBy: null, instead: bare };
  const exists = context.files.has(below) || context.folders.has(below) || context.notSent.has(below);
  // `COPY backend/x`: written from the folder above the one that is built.
  const instead = exists ? below : cut < 0 && source.endsWith('/') ? '.' : null;
  return { written: source, path, hiddenBy: context.ignoredBy(path), instead };
}

function sweep(
  request: CopyRequest,
  folder: string,
  entryOf: (path: string, named: boolean) => Entry,
): readonly Item[] {
  const { context } = request;
  const prefix = folder === '' ? '' : `${folder}/`;
  const items: Item[] = [];
  for (const path of context.files.keys()) {
    if (!path.startsWith(prefix) || context.ignoredBy(path) !== null) continue;
    items.push({ below: path.slice(prefix.length), entry: entryOf(path, false), contextPath: path });
  }
  for (const path of context.notSent) {
    // What was not sent may be there; a script that a later step needs is taken to be.
    if (path.startsWith(prefix) && path.endsWith('.sh')) {
      items.push({ below: path.slice(prefix.length), entry: entryOf(path, false), contextPath: path });
    }
  }
  return items;
}

function stageItems(from: Stage, source: string, line: number): readonly Item[] | MissingSource | null {
  const path = resolvePath('/', source);
  const entry = from.files.get(path);
  if (entry === null) {
    if (from.files.presence(path) !== 'absent') return null;
    return { written: source, path, hiddenBy: null, instead: null };
  }
  if (entry.kind === 'file') return [{ below: '', entry: { ...entry, line }, contextPath: null }];
  const items = from.files.under(path).map(
    ([each, child]): Item => ({
      below: each.slice(path === '/' ? 1 : path.length + 1),
      entry: { ...child, line },
      contextPath: null,
    }),
  );
  return items.length > 0 ? items : [];
}

/** Sources with wildcards: what they match; nothing is no error for BuildKit. */
function expanded(request: CopyRequest, source: string): readonly string[] {
  if (!wildcards.test(source)) return [source];
  const parts = cleanPath(`/${source}`).slice(1).split('/');
  const all =
    request.from === null
      ? [...request.context.files.keys(), ...request.context.folders, ...request.context.notSent]
      : request.from === 'foreign'
        ? []
        : request.from.files.under('/').map(([path]) => path.slice(1));
  return all.filter((path) => {
    const names = path.split('/');
    return (
      names.length === parts.length && names.every((name, index) => globMatches(parts[index] ?? '', name))
    );
  });
}

/** Carries out COPY or ADD on a stage's files. */
export function copyFiles(request: CopyRequest): CopyResult {
  const { stage, instruction } = request;
  const missing: MissingSource[] = [];
  const taken: string[] = [];
  const named: string[] = [];
  let overwritten: CopyResult['overwritten'] = null;
  const destination = resolvePath(stage.workdir, request.destination === '' ? '.' : request.destination);
  const asFolder = /(?:^|\/)\.?$/.test(request.destination) || request.destination === '.';
  const executable = request.chmod === null ? null : modeMakesExecutable(request.chmod);
  // A user who is not in the image is no error for BuildKit (measured): then the files are root's.
  const owner =
    request.chown === null || lacksUser(stage, request.chown)
      ? 'root'
      : (request.chown.split(':')[0] ?? 'root');
  const own = (entry: Entry): Entry => ({
    ...entry,
    owner: request.from === null || request.chown !== null ? owner : entry.owner,
    executable: executable ?? entry.executable,
    line: instruction.line,
  });
  let written: string | null = null;
  const putFile = (name: string, entry: Entry): void => {
    const intoFolder = asFolder || stage.files.presence(destination) === 'folder' || destination === '/';
    const target = intoFolder ? resolvePath(destination, name) : destination;
    if (!intoFolder && written === target) overwritten = { destination: target, last: name };
    written = target;
    stage.files.put(target, own(entry));
  };
  const sources = request.sources.flatMap((source) => (isKnown(source) ? expanded(request, source) : []));
  if (sources.length < request.sources.length && request.sources.some((source) => !isKnown(source)))
    stage.files.blur();
  if (!isKnown(destination)) {
    stage.files.blur();
    return { missing, taken, overwritten: null, named };
  }
  // What a whole folder of a foreign image brings is not known.
  if (request.from === 'foreign' && sources.some((source) => /(?:^|\/)\.?$/.test(source))) stage.files.blur();
  for (const source of sources) {
    const found =
      request.from === null
        ? contextItems(request, source)
        : request.from === 'foreign'
          ? foreignItems(source, instruction.line)
          : stageItems(request.from, source, instruction.line);
    if (found === null) {
      stage.files.put(asFolder ? resolvePath(destination, nameOf(source)) : destination, {
        ...plainFile,
        executable: null,
        line: instruction.line,
        certain: false,
      });
      continue;
    }
    if ('written' in found) {
      missing.push(found);
      named.push(found.path);
      // Judged on as if it were there: what follows from its absence is no problem of its own.
      const meant = found.instead === null ? null : contextItems(request, found.instead);
      if (meant !== null && !('written' in meant)) {
        for (const item of meant) {
          if (item.contextPath !== null) taken.push(item.contextPath);
          if (item.entry.named && item.contextPath !== null) named.push(item.contextPath);
          if (item.below === '') putFile(nameOf(found.path).replace(/,$/, ''), item.entry);
          else stage.files.put(resolvePath(destination, item.below), own(item.entry));
        }
        continue;
      }
      putFile(nameOf(found.path), { ...plainFile, from: found.path, line: instruction.line, named: true });
      continue;
    }
    request.budget.files -= found.length;
    if (request.budget.files < 0) {
      stage.files.blur();
      continue;
    }
    for (const item of found) {
      if (item.contextPath !== null) taken.push(item.contextPath);
      if (item.entry.named && item.contextPath !== null) named.push(item.contextPath);
      if (item.below === '') putFile(nameOf(source), item.entry);
      else
        stage.files.put(
          resolvePath(destination, parentsKept(instruction, source, item.below)),
          own(item.entry),
        );
    }
    spoilEnvironments(stage, destination, found);
    if (request.from !== null && request.from !== 'foreign')
      bringEnvironments(request.from, stage, source, destination);
    if (found.length === 0 || found.some(({ below }) => below !== '')) {
      if (stage.files.get(destination) === null) {
        stage.files.put(destination, {
          ...plainFile,
          kind: 'folder',
          executable: true,
          owner,
          line: instruction.line,
        });
      } else if (owner !== 'root') stage.files.change(destination, { owner });
    }
  }
  for (const { name, text } of request.contents) {
    putFile(name, { ...plainFile, text, line: instruction.line, named: true });
  }
  return { missing, taken, overwritten, named };
}

/** `--parents` keeps the source's own folders. */
function parentsKept(instruction: Instruction, source: string, below: string): string {
  const keeps = instruction.options.get('parents')?.[0] === 'true';
  return keeps ? `${cleanPath(`/${source}`).slice(1)}/${below}` : below;
}

/** Files of an image from elsewhere: only uv's own is known. */
function foreignItems(source: string, line: number): readonly Item[] {
  const name = nameOf(source);
  const tool = name === 'uv' || name === 'uvx' ? name : null;
  return [
    {
      below: '',
      entry: { ...plainFile, executable: tool === null ? null : true, tool, line, certain: tool !== null },
      contextPath: null,
    },
  ];
}

/** Files of the context that land in a virtual environment, from another machine, may break it. */
function spoilEnvironments(stage: Stage, destination: string, items: readonly Item[]): void {
  for (const [folder, environment] of stage.environments) {
    if (!within(destination, folder) && !within(folder, destination)) continue;
    const hit = items.some(
      ({ below, contextPath }) => contextPath !== null && within(folder, resolvePath(destination, below)),
    );
    if (hit) stage.environments.set(folder, { ...environment, project: 'unknown' });
  }
}

/** Virtual environments among the files come along. */
function bringEnvironments(from: Stage, to: Stage, source: string, destination: string): void {
  const root = resolvePath('/', source);
  for (const [folder, environment] of from.environments) {
    if (folder.startsWith('/') && within(root, folder)) {
      to.environments.set(
        cleanPath(`${destination}${folder.slice(root === '/' ? 0 : root.length)}`),
        environment,
      );
    }
  }
}
