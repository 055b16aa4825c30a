import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from './installed-lesson.ts';
import { openLibrary } from './open-library.ts';

/** The lessons of a folder, read again when something in it has changed. What was usable before stays in force while it is broken. */
export class ReloadingLibrary {
  readonly #folder: string;
  #stamp: string;
  /** The state of the folder when it was last checked without being read. */
  #seen: string;
  #library: Library;
  readonly #looks: { freshening?: Promise<boolean>; watching?: Promise<boolean> } = {};

  private constructor(folder: string, stamp: string, library: Library) {
    this.#folder = folder;
    this.#stamp = stamp;
    this.#seen = stamp;
    this.#library = library;
  }

  /** @throws LessonError when there is no such folder */
  static async open(folder: string): Promise<ReloadingLibrary> {
    const stamp = await stampOf(folder);
    return new ReloadingLibrary(folder, stamp, await openLibrary(folder));
  }

  /** As it was last read. */
  now(): Library {
    return this.#library;
  }

  /** Looks whether anything has changed and reads it again; true when it did. What cannot be read leaves it as it was. */
  async freshen(): Promise<boolean> {
    // A look of who watches, which may leave a folder for later, does not stand for this one.
    const watched = (await this.#looks.watching) ?? false;
    return (await this.#once('freshening')) || watched;
  }

  /** The same when called repeatedly: while the folder still changes between two calls, nothing is read. */
  async watch(): Promise<boolean> {
    await this.#looks.freshening;
    return this.#once('watching');
  }

  /** One check of each kind at a time: callers that come meanwhile share its result. */
  #once(kind: 'freshening' | 'watching'): Promise<boolean> {
    const look =
      this.#looks[kind] ??
      this.#reloadIfChanged(kind === 'watching').finally(() => {
        delete this.#looks[kind];
      });
    this.#looks[kind] = look;
    return look;
  }

  async #reloadIfChanged(whenSettled: boolean): Promise<boolean> {
    const stamp = await stampOf(this.#folder);
    const isSettled = stamp === this.#seen;
    this.#seen = stamp;
    if (stamp === this.#stamp || (whenSettled && !isSettled)) return false;
    const read = await openLibrary(this.#folder, this.#library).catch(() => null);
    if (read === null) return false;
    this.#stamp = stamp;
    this.#library = read;
    return true;
  }
}

/** Names, sizes and times of all that lies in a folder: cheaper than reading it. A lesson may be a link to a folder elsewhere. */
async function stampOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => join(folder, name));
  const lines = await Promise.all([folder, ...links].map(linesOf));
  return lines.flat().join('\n');
}

async function linesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const status = await stat(join(folder, name)).catch(() => null);
      return status === null || status.isDirectory()
        ? name
        : `${name} ${status.size} ${status.mtimeMs} ${status.mode}`;
    }),
  );
}
