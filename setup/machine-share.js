/** What of a machine its boxes and the worker get. */

/**
 * Cores that one box may use: all boxes together leave one core to the rest, half a one on two cores.
 * @param {number} cores
 * @param {number} boxes
 */
export function coresPerBox(cores, boxes) {
  const left = cores > 2 ? 1 : 0.5;
  return Math.max(0.25, Math.floor(((cores - left) / boxes) * 100) / 100);
}

/**
 * Memory of one box in megabytes: that of the table, or what leaves a third of the machine to the rest.
 * @param {number} bytes of the machine
 * @param {number} boxes
 */
export async function megabytesPerBox(bytes, boxes) {
  const { boxContainer } = await import('../deploy/box/container.ts');
  return Math.min(boxContainer.megabytes, Math.floor((bytes * 2) / 3 / boxes / 2 ** 20));
}

/** Memory of a worker with that many boxes: its own, and a process for each verification that runs. @param {number} boxes */
export const workerMegabytes = (boxes) => Math.max(1024, 250 + 200 * boxes);
