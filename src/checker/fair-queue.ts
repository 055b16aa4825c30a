import type { ReadingBounds } from './bounds.ts';

/** A reading that waits for a checker process. */
export interface FairQueueItem {
  /** Whose text it is. */
  readonly owner: string;
}

/**
 * Decides the order in which readings get a process: people take turns, each with one reading at a time, and those who
 * recently ended a process share a single one. So a sender of texts that never end keeps at most that one busy.
 */
export class FairQueue<Item extends FairQueueItem> {
  readonly #bounds: ReadingBounds;
  readonly #now: () => number;
  /** By person, in the order of their turns. */
  readonly #waiting = new Map<string, Item[]>();
  readonly #underway = new Map<string, number>();
  /** Until when somebody is a suspect. */
  readonly #suspects = new Map<string, number>();

  constructor(bounds: ReadingBounds, now: () => number = () => performance.now()) {
    this.#bounds = bounds;
    this.#now = now;
  }

  get length(): number {
    let all = 0;
    for (const items of this.#waiting.values()) all += items.length;
    return all;
  }

  /** False when that person has too much in line already. */
  add(item: Item): boolean {
    const own = this.#waiting.get(item.owner) ?? [];
    if (own.length >= this.#bounds.waitingPerPerson) return false;
    own.push(item);
    this.#waiting.set(item.owner, own);
    return true;
  }

  /** Puts one back that was taken, in front of the person's others. */
  putBack(item: Item): void {
    this.done(item);
    this.#waiting.set(item.owner, [item, ...(this.#waiting.get(item.owner) ?? [])]);
  }

  /** The next one that may have a process; undefined when nobody may. It counts as under way until it is done. */
  take(): Item | undefined {
    for (const [owner, items] of this.#waiting) {
      if ((this.#underway.get(owner) ?? 0) >= this.#bounds.perPerson) continue;
      if (this.#isSuspect(owner) && this.#suspectIsServed()) continue;
      const item = items.shift();
      this.#waiting.delete(owner);
      // Behind everybody else, for what she has left.
      if (items.length > 0) this.#waiting.set(owner, items);
      if (item === undefined) continue;
      this.#underway.set(owner, (this.#underway.get(owner) ?? 0) + 1);
      return item;
    }
    return undefined;
  }

  done({ owner }: Item): void {
    const left = (this.#underway.get(owner) ?? 1) - 1;
    if (left > 0) this.#underway.set(owner, left);
    else this.#underway.delete(owner);
  }

  /** A reading of theirs ended its process. */
  suspect({ owner }: Item): void {
    this.#suspects.delete(owner);
    this.#suspects.set(owner, this.#now() + this.#bounds.suspectMs);
    // Whoever is first in the map has been there longest.
    for (const [each, until] of this.#suspects) {
      if (until > this.#now()) break;
      this.#suspects.delete(each);
    }
  }

  #isSuspect(owner: string): boolean {
    return (this.#suspects.get(owner) ?? 0) > this.#now();
  }

  #suspectIsServed(): boolean {
    for (const owner of this.#underway.keys()) if (this.#isSuspect(owner)) return true;
    return false;
  }

  /** Removes all of them, to be refused. */
  clear(): readonly Item[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    return all;
  }
}
