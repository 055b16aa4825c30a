import { LRUCache } from 'lru-cache';
import type { BugHunt } from '../../check/insights/hunt.ts';

/** How many bugs are cached and for how long; a class that hunts together needs fewer. Milliseconds. */
const kept = { max: 500, ttl: 3_600_000 } as const;

/** Identifies a bug: the submission, the round, and the version of the lesson that plants it. */
interface BugPlace {
  readonly submission: string;
  readonly round: number;
  readonly digest: string;
}

/**
 * Caches the mistakes recently planted into students' files. Planting takes several checks, but Discord waits only a moment for a
 * form, so the bug must be at hand when the student opens it. A bug that is no longer cached is planted again, with the same
 * result.
 */
export class PlantedBugs {
  readonly #planted = new LRUCache<string, Promise<BugHunt | null>>(kept);

  /** The bug for that place; null if there is none. It is planted once, even for concurrent requests. */
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
