import { within } from './within.ts';

/** Links to folders that are followed, and how many of them one path may go through. */
const mostLinks = 16;
const mostTurns = 8;

/** Symbolic links to folders: a path below a link resolves to one in the folder. */
export class FolderLinks {
  readonly #targets: Map<string, string>;

  constructor(others?: FolderLinks) {
    this.#targets = new Map(others === undefined ? [] : others.#targets);
  }

  /** Where a path leads whose folders are links, itself among them. */
  follow(path: string): string {
    let found = path;
    for (let turns = 0; turns < mostTurns && this.#targets.size > 0; turns += 1) {
      const link = [...this.#targets.keys()].find((each) => within(each, found));
      if (link === undefined) break;
      const target = this.#targets.get(link) ?? link;
      found = `${target === '/' ? '' : target}${found.slice(link.length)}` || '/';
    }
    return found;
  }

  /** False where the link is not followed: one too many, or one that leads into itself. */
  add(path: string, folder: string): boolean {
    // Everything is in the top, and a path that goes around by it ends after so many turns.
    const isLoop = within(path, folder) || (folder !== '/' && within(folder, path));
    if (this.#targets.size >= mostLinks || isLoop) return false;
    this.#targets.set(path, folder);
    return true;
  }

  delete(path: string): boolean {
    return this.#targets.delete(path);
  }
}
