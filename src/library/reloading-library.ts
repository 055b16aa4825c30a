import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from './installed-lesson.ts';
import { openLibrary } from './open-library.ts';

/** The lessons of a folder, reloaded when something in it changes. Of a lesson that becomes unusable, the last usable version is kept. */
export class ReloadingLibrary {
  readonly #folder: string;
  #stamp: string;
  /** State of the folder at the last check, whether or not it was then reloaded. */
  #seen: string;
  #library: Library;
  readonly #looks: { freshening?: Promise<boolean>; watching?: Promise<boolean> } = {};

  private constructor(folder: string, stamp: string, library: Library) {
    this.#folder = folder;
    this.#stamp = stamp;
    this.#seen = stamp;
    this.#library = library;
  }

  /** @throws LessonError if the folder does not exist */
  static async open(folder: string): Promise<ReloadingLibrary> {
    const stamp = await stampOf(folder);
    return new ReloadingLibrary(folder, stamp, await openLibrary(folder));
  }

  /** The library as last loaded. */
  now(): Library {
    return this.#library;
  }

  /** Reloads the folder if anything has changed; true if it has. If the folder cannot be read, the library stays as it was. */
  async freshen(): Promise<boolean> {
    // A running `watch` may leave a folder that is still changing for later, so its result alone is not enough.
    const watched = (await this.#looks.watching) ?? false;
    return (await this.#once('freshening')) || watched;
  }

  /** The same for repeated calls: nothing is reloaded while the folder changes from one call to the next. */
  async watch(): Promise<boolean> {
    await this.#looks.freshening;
    return this.#once('watching');
  }

  /** One check of each kind at a time. Calls made in the meantime share its result. */
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

/** Names, sizes and times of everything in a folder, which is cheaper than reading it. A lesson may be a link to a folder elsewhere. */
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
