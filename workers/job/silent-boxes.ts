import type { BoxReport } from '../sandbox/box/boxes.ts';

/** A box that begins its next life answers nothing for a second, on a busy machine for some. Milliseconds. */
const usualPatienceMs = 20_000;

/** Counts the boxes that have answered nothing for so long that they are not just between two lives. */
export class SilentBoxes {
  readonly #patienceMs: number;
  /** When a box was first found silent, by its name. */
  readonly #since = new Map<string, number>();

  constructor(patienceMs: number = usualPatienceMs) {
    this.#patienceMs = patienceMs;
  }

  /** `boxes`: all of them, as they were found now. */
  count(boxes: readonly BoxReport[]): number {
    const now = performance.now();
    const silent = new Set(boxes.flatMap(({ name, status }) => (status === null ? [name] : [])));
    for (const name of this.#since.keys()) if (!silent.has(name)) this.#since.delete(name);
    for (const name of silent) if (!this.#since.has(name)) this.#since.set(name, now);
    return [...this.#since.values()].filter((began) => now - began >= this.#patienceMs).length;
  }
}
