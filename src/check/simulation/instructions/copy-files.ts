import { cleanPath } from '../../dockerfile/clean-path.ts';
import { ignoredBy, parseIgnoreFile } from '../../dockerfile/dockerignore.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { ownerOf } from '../../dockerfile/user.ts';
import { mayBringMore } from '../build/context.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { nameOf, resolvePath } from '../image/files.ts';
import { modeMakesExecutable } from '../image/mode.ts';
import { closedAfter } from '../image/rights.ts';
import { lacksUser } from '../image/stage.ts';
import { bringEnvironments, spoilEnvironments } from './copied-environments.ts';
import {
  type CopyItem,
  type CopyRequest,
  contextItems,
  expandWildcards,
  foreignItems,
  isForeign,
  type MissingSource,
  parentsKept,
  stageItems,
} from './copy-sources.ts';

/** The result of COPY or ADD. */
export interface CopyResult {
  readonly missing: readonly MissingSource[];
  /** Context files that the layer depends on. */
  readonly taken: readonly string[];
  /** Several sources copied onto the same destination file; null if that does not happen. */
  readonly overwritten: { readonly destination: string; readonly last: string } | null;
  /** Context paths named by the instruction, as opposed to those copied along with a folder. */
  readonly named: readonly string[];
}

/** Applies COPY or ADD to a stage's files. */
export const copyFiles = (request: CopyRequest): CopyResult => new CopyStep(request).run();

/** The files that a source stands for; null if unknown. */
type CopySource = readonly CopyItem[] | MissingSource | null;

/** A single COPY or ADD in progress. */
class CopyStep {
  readonly #request: CopyRequest;
  readonly #missing: MissingSource[] = [];
  readonly #taken: string[] = [];
  readonly #named: string[] = [];
  readonly #destination: string;
  /** Whether the destination is written as a folder. */
  readonly #isFolder: boolean;
  readonly #owner: string;
  readonly #group: string;
  readonly #executable: Entry['executable'];
  #lastFile: string | null = null;
  #overwritten: CopyResult['overwritten'] = null;

  constructor(request: CopyRequest) {
    const { stage, destination, chmod, chown } = request;
    this.#request = request;
    this.#destination = resolvePath(stage.workdir, destination === '' ? '.' : destination);
    this.#isFolder = namesFolder(destination);
    this.#executable = chmod === null ? null : modeMakesExecutable(chmod);
    // BuildKit does not reject a user that the image lacks: the files then belong to root (measured).
    this.#group = chown === null || lacksUser(stage, chown) ? 'root' : (chown.split(':')[1] ?? chown);
    this.#owner = chown === null || lacksUser(stage, chown) ? 'root' : ownerOf(chown);
  }

  run(): CopyResult {
    const { stage, from, contents, instruction } = this.#request;
    const sources = this.#request.sources.flatMap((source) =>
      isKnown(source) ? expandWildcards(this.#request, source) : [],
    );
    if (sources.length < this.#request.sources.length && !this.#request.sources.every(isKnown))
      stage.files.blur();
    if (!isKnown(this.#destination)) {
      stage.files.blur();
      return this.#result();
    }
    // It is unknown what a whole folder of a foreign image contains.
    if (isForeign(from) && sources.some(namesFolder)) stage.files.blur();
    if (from === null && this.#request.sources.some((source) => this.#bringsMore(source))) stage.files.blur();
    for (const source of sources) this.#copy(source);
    for (const { name, text } of contents)
      this.#putFile(name, { ...plainFile, text, line: instruction.line, named: true });
    return this.#result();
  }

  /** Whether a folder or pattern may bring more than is known, because only part of the project is known. */
  #bringsMore(source: string): boolean {
    return mayBringMore(this.#request.context, cleanPath(`/${source}`).slice(1));
  }

  #result(): CopyResult {
    return {
      missing: this.#missing,
      taken: this.#taken,
      overwritten: this.#overwritten,
      named: this.#named,
    };
  }

  #copy(source: string): void {
    const { stage, from, instruction, budget } = this.#request;
    // Beyond the limit, files are no longer tracked.
    if (budget.files < 0 && from !== null) {
      stage.files.blur();
      return;
    }
    const items = this.#withoutExcluded(this.#itemsOf(source));
    if (items === null) {
      const target = this.#isFolder ? resolvePath(this.#destination, nameOf(source)) : this.#destination;
      const { line } = instruction;
      stage.files.put(target, { ...plainFile, executable: null, line, certain: false });
      if (from !== null && !isForeign(from)) bringEnvironments(from, stage, source, this.#destination);
      return;
    }
    if ('hiddenBy' in items) {
      this.#copyMissing(items);
      return;
    }
    budget.files -= items.length;
    if (budget.files < 0) {
      stage.files.blur();
      return;
    }
    const isNew = stage.files.presence(this.#destination) === 'absent';
    for (const item of items)
      this.#putItem(item, nameOf(source), parentsKept(instruction, source, item.below));
    if (from === null) this.#ownFolders(items);
    if (isNew && items.some(({ below }) => below !== '')) this.#changeMode(this.#destination);
    spoilEnvironments(stage, this.#destination, items);
    if (from !== null && !isForeign(from)) bringEnvironments(from, stage, source, this.#destination);
    if (items.length === 0 || items.some(({ below }) => below !== '')) this.#ensureFolder();
  }

  /** `--exclude`: patterns as in .dockerignore, relative to the copied folder. */
  #withoutExcluded(items: CopySource): CopySource {
    const patterns = this.#request.instruction.options.get('exclude') ?? [];
    if (patterns.length === 0 || items === null || 'hiddenBy' in items) return items;
    const excluded = parseIgnoreFile(patterns.join('\n'));
    return items.filter(({ below, contextPath }) => {
      const path = below === '' ? nameOf(contextPath ?? '') : below;
      return path === '' || ignoredBy(excluded, path) === null;
    });
  }

  #itemsOf(source: string): CopySource {
    const { from, instruction } = this.#request;
    if (from === null) return contextItems(this.#request, source);
    if (isForeign(from)) return foreignItems(this.#request, from.foreign, source);
    return stageItems(from, source, instruction.line);
  }

  /** Changes the owner of the folders below the copied one, including those that already existed. */
  #ownFolders(items: readonly CopyItem[]): void {
    const { files } = this.#request.stage;
    const owned = new Set<string>();
    for (const { below } of items)
      for (let at = below.lastIndexOf('/'); at > 0; at = below.lastIndexOf('/', at - 1)) {
        const folder = below.slice(0, at);
        if (owned.has(folder)) break;
        owned.add(folder);
        files.change(resolvePath(this.#destination, folder), {
          owner: this.#owner,
          group: this.#group,
          groupWrites: false,
        });
        this.#changeMode(resolvePath(this.#destination, folder));
      }
  }

  /** `--chmod` also applies to folders: `--chmod=644` makes a folder that nobody but root can enter (measured). */
  #changeMode(folder: string): void {
    const { chmod, stage } = this.#request;
    const entry = stage.files.get(folder);
    if (chmod !== null && entry !== null) stage.files.change(folder, { closedTo: closedAfter(chmod, entry) });
  }

  /** Reports the source and goes on as if it existed: consequences of its absence are not separate problems. */
  #copyMissing(missing: MissingSource): void {
    const { instruction } = this.#request;
    this.#missing.push(missing);
    this.#named.push(missing.path);
    const name = nameOf(missing.path);
    const meant = missing.instead === null ? null : contextItems(this.#request, missing.instead);
    if (meant === null || 'hiddenBy' in meant)
      this.#putFile(name, { ...plainFile, from: missing.path, line: instruction.line, named: true });
    else for (const item of meant) this.#putItem(item, name.replace(/,$/, ''), item.below);
  }

  /** Puts an item at `below` in the destination, or under its source's name if it is the source itself. */
  #putItem({ below: path, entry, contextPath }: CopyItem, name: string, below: string): void {
    if (contextPath !== null) {
      this.#taken.push(contextPath);
      if (entry.named) this.#named.push(contextPath);
    }
    if (path === '' && below === '') this.#putFile(name, entry);
    else this.#request.stage.files.put(this.#place(path, below), this.#owned(entry));
  }

  /** Paths of a context or a stage are normalized, so a normalized destination can simply be prepended. */
  #place(path: string, below: string): string {
    if (below !== path) return resolvePath(this.#destination, below);
    return this.#destination === '/' ? `/${below}` : `${this.#destination}/${below}`;
  }

  #putFile(name: string, entry: Entry): void {
    const { files } = this.#request.stage;
    const intoFolder =
      this.#isFolder || files.presence(this.#destination) === 'folder' || this.#destination === '/';
    const target = intoFolder ? resolvePath(this.#destination, name) : this.#destination;
    if (!intoFolder && this.#lastFile === target) this.#overwritten = { destination: target, last: name };
    this.#lastFile = target;
    files.put(target, this.#owned(entry));
  }

  #owned(entry: Entry): Entry {
    const { from, chmod, chown, instruction } = this.#request;
    const { line } = instruction;
    const owner = from === null || chown !== null ? this.#owner : entry.owner;
    const executable = this.#executable ?? entry.executable;
    // Most of a folder's files, often hundreds, come unchanged: they share the same entry.
    const group = from === null || chown !== null ? this.#group : entry.group;
    const closedTo = chmod === null ? entry.closedTo : closedAfter(chmod, entry);
    if (
      owner === entry.owner &&
      group === entry.group &&
      executable === entry.executable &&
      closedTo === entry.closedTo &&
      line === entry.line
    )
      return entry;
    return { ...entry, owner, group, executable, closedTo, line };
  }

  /** Creates the destination folder. One that already exists keeps its owner, unlike the folders below it (measured). */
  #ensureFolder(): void {
    const { files } = this.#request.stage;
    if (files.get(this.#destination) !== null) return;
    const { line } = this.#request.instruction;
    const rights = { owner: this.#owner, group: this.#group };
    files.put(this.#destination, { ...plainFile, kind: 'folder', executable: true, ...rights, line });
  }
}

/** Whether a path is empty or `.`, or ends with `/` or `/.`. */
const namesFolder = (path: string): boolean => /(?:^|\/)\.?$/.test(path);
