import { cleanPath } from '../../dockerfile/clean-path.ts';
import { unknownText } from '../../dockerfile/unknown-text.ts';
import { byText } from '../by-text.ts';
import { type Entry, plainFile } from './entry.ts';
import { FolderLinks } from './links.ts';
import { Originals } from './originals.ts';
import { type Presence, systemPresence } from './slim-image.ts';
import { within } from './within.ts';

/** Folders that base images populate: they may contain more than is listed. */
const system =
  /^\/(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:\/|$)/;

/**
 * How much is known about a base image's own folders. `all`: everything in them (slim Debian). `some`: the listed ones exist, and there may
 * be more (other Debian images). `none`: nothing.
 */
export type BaseFolders = 'all' | 'some' | 'none';

/** What may be a path in the words of a command or in a program's text. */
const pathsIn = byText((text) => [
  ...new Set(
    [...text.matchAll(/[\w./~-]+/g)].map(([run]) => run.replace(/(?<![./])[./]+$/, '')).filter(Boolean),
  ),
]);

export const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/';
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Resolves a path against a folder. Paths longer than any system allows become unknown. */
export function resolvePath(folder: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${folder}/${path}`;
  return cleanPath(whole.length > longestPath ? `/${unknownText}` : whole);
}

const mostEntries = 4_000;
/** The limit of Linux (PATH_MAX). */
const longestPath = 4_096;

/** The files of an image: those that the simulation put there, on top of what the base image has. */
export class Files {
  private readonly entries: Map<string, Entry>;
  /** Paths removed along with everything below; `unknown` once a step may have put something back. */
  private readonly gone: Map<string, 'absent' | 'unknown'>;
  /** Whether any file may exist: the base's files are unknown (a foreign image), or a step with unknown effects ran. */
  private vague: boolean;
  private readonly empty: boolean;
  private folders: BaseFolders;
  /** Links to folders. Every path is resolved through them. */
  readonly links: FolderLinks;
  private readonly originals: Originals;

  private constructor(
    entries: Map<string, Entry>,
    gone: Map<string, 'absent' | 'unknown'>,
    vague: boolean,
    empty: boolean,
    folders: BaseFolders,
    links: FolderLinks,
    originals: Originals,
  ) {
    this.entries = entries;
    this.gone = gone;
    this.vague = vague;
    this.empty = empty;
    this.folders = folders;
    this.links = links;
    this.originals = originals;
  }

  /** The files of a base image. A `known` one has nothing outside the system's folders. */
  static of(base: 'known' | 'unknown' | 'empty', folders: BaseFolders): Files {
    const root: Entry = { ...plainFile, kind: 'folder', executable: true };
    return new Files(
      new Map([['/', root]]),
      new Map(),
      base === 'unknown',
      base === 'empty',
      folders,
      new FolderLinks(),
      new Originals(),
    );
  }

  copy(): Files {
    const { entries, gone, vague, empty, folders, links, originals } = this;
    return new Files(
      new Map(entries),
      new Map(gone),
      vague,
      empty,
      folders,
      new FolderLinks(links),
      new Originals(originals),
    );
  }

  /** Context paths of files whose content in the image has changed since they were copied. */
  get rewritten(): ReadonlySet<string> {
    return this.originals.rewritten;
  }

  private set(path: string, entry: Entry): void {
    if (entry.kind === 'file') this.originals.note(path, entry);
    this.entries.set(path, entry);
  }

  /** A distribution package was installed, so the system's folders contain more than is listed. */
  spread(): void {
    if (this.folders === 'all') this.folders = 'some';
  }

  /** From here on, any file may exist. */
  blur(): void {
    this.vague = true;
    for (const path of this.gone.keys()) this.gone.set(path, 'unknown');
  }

  /** A command without a model names these files, so their content and who may execute them become unknown. */
  doubt(folder: string, words: string): void {
    for (const word of pathsIn(words.slice(0, 4_000))) {
      const path = resolvePath(folder, word);
      const entry = this.entries.get(path);
      if (entry?.kind !== 'file' || entry.tool !== null) continue;
      this.set(path, { ...entry, text: null, executable: entry.executable === true ? true : null });
    }
  }

  get isVague(): boolean {
    return this.vague;
  }

  /** Number of tracked files and folders. */
  get size(): number {
    return this.entries.size;
  }

  get(path: string): Entry | null {
    return this.entries.get(this.links.follow(path)) ?? null;
  }

  /** Adds the link that `ln -s folder link` creates. */
  link(path: string, folder: string): void {
    if (!this.links.add(path, folder)) this.vague = true;
  }

  presence(written: string): Presence {
    const path = this.links.follow(written);
    const entry = this.entries.get(path);
    if (entry !== undefined) return entry.certain ? entry.kind : 'unknown';
    if (this.empty) return 'absent';
    for (let each = path; each !== '/' && this.gone.size > 0; each = parentOf(each)) {
      const gone = this.gone.get(each);
      if (gone !== undefined) return gone;
    }
    if (!system.test(path)) return this.vague ? 'unknown' : 'absent';
    const presence = this.folders === 'none' ? 'unknown' : systemPresence(path, this.folders === 'all');
    return presence === 'absent' && (this.vague || this.entries.has(parentOf(path)))
      ? this.besides(path)
      : presence;
  }

  /** What is at a path that the base image lacks and that has a tracked parent folder. */
  private besides(path: string): Presence {
    const above = this.entries.get(parentOf(path));
    return this.vague || above?.certain === false ? 'unknown' : 'absent';
  }

  /** Puts an entry and creates its missing parent folders. */
  put(written: string, entry: Entry): void {
    const path = this.links.follow(written);
    if (path === '/') return;
    // No ordinary image comes close. Files beyond the limit are not tracked.
    if (this.entries.size >= mostEntries || path.length > longestPath) {
      this.vague = true;
      return;
    }
    // The entry may not be there: at its path may still be a folder with unknown content.
    if (!entry.certain && this.gone.size > 0) this.gone.set(path, 'unknown');
    this.set(path, entry);
    for (let each = parentOf(path); each !== '/' && !this.entries.has(each); each = parentOf(each)) {
      // A parent folder that already exists keeps its owner.
      const isOfBase = this.presence(each) === 'folder';
      this.entries.set(each, {
        ...plainFile,
        kind: 'folder',
        executable: true,
        owner: isOfBase ? plainFile.owner : entry.owner,
        line: entry.line,
      });
    }
  }

  change(written: string, change: Partial<Entry>): void {
    const path = this.links.follow(written);
    const entry = this.entries.get(path);
    if (entry !== undefined) this.set(path, { ...entry, ...change });
  }

  remove(written: string): void {
    // Removing a link does not remove its target.
    if (this.links.delete(written)) return;
    const path = this.links.follow(written);
    // A file has nothing below it, so the others need not be searched.
    if (this.entries.get(path)?.kind === 'file') this.entries.delete(path);
    else
      for (const each of this.entries.keys())
        if (within(path, each) && each !== '/') this.entries.delete(each);
    this.gone.set(path, 'absent');
  }

  /** Removes several paths with everything below them, in a single pass over the entries. */
  removeAll(paths: readonly string[]): void {
    if (paths.length === 0) return;
    const removed = new Set(paths);
    for (const each of this.entries.keys()) {
      let path = each;
      while (path !== '/' && !removed.has(path)) path = parentOf(path);
      if (path !== '/') this.entries.delete(each);
    }
    for (const path of removed) this.gone.set(path, 'absent');
  }

  /** Everything in a folder at any depth, without the folder itself. */
  under(written: string): readonly (readonly [string, Entry])[] {
    const folder = this.links.follow(written);
    const found: (readonly [string, Entry])[] = [];
    for (const [path, entry] of this.entries)
      if (path !== folder && within(folder, path)) found.push([path, entry]);
    return found;
  }

  /** All entries that satisfy a condition. */
  find(condition: (entry: Entry, path: string) => boolean): readonly (readonly [string, Entry])[] {
    const found: (readonly [string, Entry])[] = [];
    for (const [path, entry] of this.entries) if (condition(entry, path)) found.push([path, entry]);
    return found;
  }
}
