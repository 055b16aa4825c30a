import { LRUCache } from 'lru-cache';
import type { BugHunt } from '../../check/insights/hunt.ts';

/** Bugs that are kept, and for how long: a class that hunts together has fewer. Milliseconds. */
const kept = { max: 500, ttl: 3_600_000 } as const;

/** Which bug of which submission, and by which lesson it is planted. */
interface BugPlace {
  readonly submission: string;
  readonly round: number;
  readonly digest: string;
}

/**
 * The mistakes that were planted into students' files lately. To plant one takes several checks, and Discord waits for a form only a
 * moment: what a student was shown is at hand when she opens it. What is not kept any more is planted again, and is the same.
 */
export class PlantedBugs {
  readonly #planted = new LRUCache<string, Promise<BugHunt | null>>(kept);

  /** The bug of that place; null where there is none. It is planted once, however many ask for it. */
  at({ submission, round, digest }: BugPlace, plant: () => Promise<BugHunt | null>): Promise<BugHunt | null> {
    const key = `${submission}/${round}/${digest}`;
    const before = this.#planted.get(key);
    if (before !== undefined) return before;
    const planting = plant();
    this.#planted.set(key, planting);
    planting.catch(() => this.#planted.delete(key));
    return planting;
  }
}
