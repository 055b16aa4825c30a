import type { BoxReport } from '../sandbox/boxes.ts';

/** A box that begins its next life answers nothing for a second, on a busy machine for some. Milliseconds. */
const usualPatienceMs = 20_000;

/** Counts the boxes that have answered nothing for so long that they are not just between two lives. */
export function wedgedBoxes(patienceMs: number = usualPatienceMs): (seen: readonly BoxReport[]) => number {
  const since = new Map<string, number>();
  return (seen) => {
    const now = performance.now();
    const silent = new Set(seen.flatMap(({ name, status }) => (status === null ? [name] : [])));
    for (const name of since.keys()) if (!silent.has(name)) since.delete(name);
    for (const name of silent) if (!since.has(name)) since.set(name, now);
    return [...since.values()].filter((began) => now - began >= patienceMs).length;
  };
}
