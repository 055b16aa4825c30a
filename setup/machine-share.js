/** The shares of a machine that its boxes and the worker get. */

/**
 * Cores that one box may use: all boxes together leave one core for everything else, or half a core on a machine with two.
 * @param {number} cores
 * @param {number} boxes
 */
export function coresPerBox(cores, boxes) {
  const left = cores > 2 ? 1 : 0.5;
  return Math.max(0.25, Math.floor(((cores - left) / boxes) * 100) / 100);
}

/**
 * Memory of one box in megabytes: as in the table, but less if needed to leave a third of the machine for everything else.
 * @param {number} bytes of the machine
 * @param {number} boxes
 */
export async function megabytesPerBox(bytes, boxes) {
  const { boxContainer } = await import('../deploy/box/container.ts');
  return Math.min(boxContainer.megabytes, Math.floor((bytes * 2) / 3 / boxes / 2 ** 20));
}

/** Memory of a worker with that many boxes: its own, and that of a process for each running verification. @param {number} boxes */
export const workerMegabytes = (boxes) => Math.max(1024, 250 + 200 * boxes);
