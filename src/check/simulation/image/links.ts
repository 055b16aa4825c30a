/** Links to folders that are followed, and how many of them one path may go through. */
const mostLinks = 16;
const mostTurns = 8;

const isWithin = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Symbolic links to folders: what is looked for below a link is found in the folder. */
export class FolderLinks {
  readonly #targets: Map<string, string>;

  constructor(others?: FolderLinks) {
    this.#targets = new Map(others === undefined ? [] : others.#targets);
  }

  /** Where a path leads whose folders are links, itself among them. */
  follow(path: string): string {
    let found = path;
    for (let turns = 0; turns < mostTurns && this.#targets.size > 0; turns += 1) {
      const link = [...this.#targets.keys()].find((each) => isWithin(each, found));
      if (link === undefined) break;
      found = `${this.#targets.get(link) ?? link}${found.slice(link.length)}`;
    }
    return found;
  }

  /** False where the link is not followed: one too many, or one that leads into itself. */
  add(path: string, folder: string): boolean {
    if (this.#targets.size >= mostLinks || isWithin(folder, path) || isWithin(path, folder)) return false;
    this.#targets.set(path, folder);
    return true;
  }

  delete(path: string): boolean {
    return this.#targets.delete(path);
  }
}
