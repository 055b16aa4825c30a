import { within } from './within.ts';

/** Maximum number of tracked links to folders, and of links that one path may pass through. */
const mostLinks = 16;
const mostTurns = 8;

/** Symbolic links to folders: a path below a link resolves to a path in the target folder. */
export class FolderLinks {
  readonly #targets: Map<string, string>;

  constructor(others?: FolderLinks) {
    this.#targets = new Map(others === undefined ? [] : others.#targets);
  }

  /** Resolves a path whose folders, or which itself, may be links. */
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

  /** Returns false if the link is not tracked: there are too many already, or it would loop. */
  add(path: string, folder: string): boolean {
    // Every path is below `/`, so a link to `/` is not treated as a loop. Resolution through it stops after `mostTurns` links.
    const isLoop = within(path, folder) || (folder !== '/' && within(folder, path));
    if (this.#targets.size >= mostLinks || isLoop) return false;
    this.#targets.set(path, folder);
    return true;
  }

  delete(path: string): boolean {
    return this.#targets.delete(path);
  }
}
