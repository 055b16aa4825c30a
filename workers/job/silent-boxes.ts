import type { BoxReport } from '../sandbox/box/boxes.ts';

/** A box that begins its next life is silent for about a second, or several on a busy machine. Milliseconds. */
const usualPatienceMs = 20_000;

/** Counts the boxes that have been silent for too long to be merely between two lives. */
export class SilentBoxes {
  readonly #patienceMs: number;
  /** When each box was first found silent, by name. */
  readonly #since = new Map<string, number>();

  constructor(patienceMs: number = usualPatienceMs) {
    this.#patienceMs = patienceMs;
  }

  /** `boxes`: all of them, with their current status. */
  count(boxes: readonly BoxReport[]): number {
    const now = performance.now();
    const silent = new Set(boxes.flatMap(({ name, status }) => (status === null ? [name] : [])));
    for (const name of this.#since.keys()) if (!silent.has(name)) this.#since.delete(name);
    for (const name of silent) if (!this.#since.has(name)) this.#since.set(name, now);
    return [...this.#since.values()].filter((began) => now - began >= this.#patienceMs).length;
  }
}
