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
  /** Files written over each other: several sources, and a destination that is a file. */
  readonly overwritten: { readonly destination: string; readonly last: string } | null;
  /** Context paths that were named, not swept in with a folder. */
  readonly named: readonly string[];
}

/** Carries out COPY or ADD on a stage's files. */
export const copyFiles = (request: CopyRequest): CopyResult => new CopyStep(request).run();

/** What a source stands for; null where that is not known. */
type CopySource = readonly CopyItem[] | MissingSource | null;

/** One COPY or ADD under way. */
class CopyStep {
  readonly #request: CopyRequest;
  readonly #missing: MissingSource[] = [];
  readonly #taken: string[] = [];
  readonly #named: string[] = [];
  readonly #destination: string;
  /** The destination is written as a folder. */
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
    // A user who is not in the image is no error for BuildKit (measured): then the files are root's.
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
    // What a whole folder of a foreign image brings is not known.
    if (isForeign(from) && sources.some(namesFolder)) stage.files.blur();
    if (from === null && this.#request.sources.some((source) => this.#bringsMore(source))) stage.files.blur();
    for (const source of sources) this.#copy(source);
    for (const { name, text } of contents)
      this.#putFile(name, { ...plainFile, text, line: instruction.line, named: true });
    return this.#result();
  }

  /** Nor what a folder or a pattern brings of a project that is known in part. */
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
    // Beyond the limit nothing is followed, so nothing is listed either.
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

  /** `--exclude`: patterns as in a .dockerignore, from the folder that is copied. */
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

  /** Folders of the context below the one that is copied: those that were there before get the copy's owner, too. */
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

  /** `--chmod` holds for folders, too: one that nobody may enter is what `--chmod=644` makes (measured). */
  #changeMode(folder: string): void {
    const { chmod, stage } = this.#request;
    const entry = stage.files.get(folder);
    if (chmod !== null && entry !== null) stage.files.change(folder, { closedTo: closedAfter(chmod, entry) });
  }

  /** Carries on as if the source were there: what follows from its absence is not a separate problem. */
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

  /** Puts an item at `below` the destination, or under the name of its source where it is the source itself. */
  #putItem({ below: path, entry, contextPath }: CopyItem, name: string, below: string): void {
    if (contextPath !== null) {
      this.#taken.push(contextPath);
      if (entry.named) this.#named.push(contextPath);
    }
    if (path === '' && below === '') this.#putFile(name, entry);
    else this.#request.stage.files.put(this.#place(path, below), this.#owned(entry));
  }

  /** A path of a context or of a stage is clean, and stays so below a clean destination. */
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
    // Most files come as they are, and there are hundreds of them.
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

  /** The folder that is copied into: one that was there before keeps its owner, unlike those below it (measured). */
  #ensureFolder(): void {
    const { files } = this.#request.stage;
    if (files.get(this.#destination) !== null) return;
    const { line } = this.#request.instruction;
    const rights = { owner: this.#owner, group: this.#group };
    files.put(this.#destination, { ...plainFile, kind: 'folder', executable: true, ...rights, line });
  }
}

/** A path that ends with a slash or a dot. */
const namesFolder = (path: string): boolean => /(?:^|\/)\.?$/.test(path);
