/** What a machine needs that runs all of Dockhand. Plain JavaScript, because the set-up reads it before it has a Node that reads TypeScript. */

/**
 * Memory that a machine for two boxes, a worker, a bot and Redis is bought with, in gigabytes. Of 4 GB each box gets 1.3 GB
 * (`setup/machine-share.js`), and a third is left to everything else: a worker with two boxes takes up to 650 MB of it.
 */
export const machineGigabytes = 4;

/** A machine that is sold with {@link machineGigabytes} shows less: firmware and kernel keep a part for themselves. Bytes. */
export const leastMemoryBytes = machineGigabytes * 1e9 - 0.5e9;
