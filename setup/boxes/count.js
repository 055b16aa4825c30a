/** How many boxes this machine has: SANDBOX_BOX_COUNT, else as many as its cores and memory allow. */
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { makeFolder, ownerOnly } from '../../src/folders/make-folder.js';

/** What a box usually takes of the machine's memory and disk, in bytes. The actual tables are TypeScript; a test compares them. */
export const usualBox = { memory: 2 * 2 ** 30, disk: 6e9 };
/** At least two, so that one can start its next life while the other works. */
const fewest = 2;
/** A larger number has to be set explicitly, because the space of all disks is allocated at once. */
const mostByItself = 8;

/**
 * One core for each box and one for everything else; two thirds of the memory and half of the free disk for all boxes.
 * @param {{ readonly cores: number, readonly memory: number, readonly disk: number }} machine bytes
 */
export function boxesFor({ cores, memory, disk }) {
  const byMemory = Math.floor((memory * 2) / 3 / usualBox.memory);
  const byDisk = Math.floor(disk / 2 / usualBox.disk);
  return Math.max(fewest, Math.min(cores - 1, byMemory, byDisk, mostByItself));
}

/**
 * The first result is kept, because the disks and the warmed disk are made for that many boxes.
 * @param {string} state folder of the set-up
 * @returns {number}
 */
export function boxCount(state) {
  const given = process.env.SANDBOX_BOX_COUNT?.trim();
  // An invalid value is rejected later, where all settings are checked.
  if (given && /^[1-9]\d?$/.test(given) && Number(given) <= 64) return Number(given);
  const file = join(state, 'box-count');
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (Number.isInteger(before) && before > 0) return before;
  makeFolder(state, ownerOnly);
  const { bavail, bsize } = statfsSync(state);
  // An installation that is older than this file has two.
  const count = existsSync(join(state, 'disks'))
    ? fewest
    : boxesFor({ cores: availableParallelism(), memory: totalmem(), disk: bavail * bsize });
  writeFileSync(file, `${count}\n`);
  return count;
}
