import type { ReadingBounds } from './bounds.ts';

/** A reading that waits for a checker process. */
export interface FairQueueItem {
  /** The person whose text it is. */
  readonly owner: string;
}

/**
 * Determines the order in which readings get a process. People take turns, with one reading each at a time; those who recently ended a
 * process share a single one. So somebody who sends texts that never finish occupies at most that one.
 */
export class FairQueue<Item extends FairQueueItem> {
  readonly #bounds: ReadingBounds;
  readonly #now: () => number;
  /** By person, in the order of their turns. */
  readonly #waiting = new Map<string, Item[]>();
  readonly #underway = new Map<string, number>();
  /** Time until which each suspect remains one. */
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

  /** Returns false if that person already has too many waiting. */
  add(item: Item): boolean {
    const own = this.#waiting.get(item.owner) ?? [];
    if (own.length >= this.#bounds.waitingPerPerson) return false;
    own.push(item);
    this.#waiting.set(item.owner, own);
    return true;
  }

  /** Puts a taken item back, in front of that person's others. */
  putBack(item: Item): void {
    this.done(item);
    this.#waiting.set(item.owner, [item, ...(this.#waiting.get(item.owner) ?? [])]);
  }

  /** Takes the next item that may have a process; undefined if there is none. It counts as running until `done`. */
  take(): Item | undefined {
    for (const [owner, items] of this.#waiting) {
      if ((this.#underway.get(owner) ?? 0) >= this.#bounds.perPerson) continue;
      if (this.#isSuspect(owner) && this.#suspectIsServed()) continue;
      const item = items.shift();
      this.#waiting.delete(owner);
      // For the person's other readings, back to the end of the line.
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

  /** Marks the owner as a suspect: a reading of theirs ended its process. */
  suspect({ owner }: Item): void {
    this.#suspects.delete(owner);
    this.#suspects.set(owner, this.#now() + this.#bounds.suspectMs);
    // The first in the map have been there longest.
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

  /** Removes all items, so that they can be rejected. */
  clear(): readonly Item[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    return all;
  }
}
