import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { readStarted, recordStarted } from './ownership.js';
import { find } from './packages.js';
import { boxNames, inState, state } from './paths.js';
import { asRoot, mayBeRoot } from './run.js';

/** Bytes of a box's disk: images, layers, volumes and logs together, the warmed disk included. */
export function diskBytes() {
  const gigabytes = Number(process.env.SANDBOX_DISK_GB ?? 6);
  return Math.round((Number.isFinite(gigabytes) && gigabytes >= 2 ? gigabytes : 6) * 1e9);
}

/** @param {string} path */
const mounted = (path) => readFileSync('/proc/mounts', 'utf8').includes(` ${path} `);

/**
 * A disk for each box. As root: a file with a file system of its own, a quota that holds whatever is done inside. Else a plain
 * folder, which the supervisor measures and whose box it ends.
 * @returns {Promise<{made: boolean, holds: boolean}>}
 */
export async function ensureDisks() {
  let made = false;
  const loops = (await mayBeRoot()) && find('mkfs.ext4') !== null && process.env.SANDBOX_DISK !== 'folder';
  let holds = loops;
  for (const name of boxNames) {
    const folder = inState('disks', name);
    mkdirSync(folder, { recursive: true });
    if (!loops || mounted(folder)) continue;
    try {
      const file = inState('disks', `${name}-${diskBytes()}.img`);
      if (!existsSync(file)) {
        await asRoot('truncate', ['-s', String(diskBytes()), file]);
        await asRoot(find('mkfs.ext4') ?? 'mkfs.ext4', ['-q', '-F', '-m', '0', file], { seconds: 120 });
      }
      await asRoot('mount', ['-o', 'loop,nodev,noatime', file, folder], { seconds: 30 });
      recordStarted({ mounts: [...readStarted().mounts, folder] });
      made = true;
    } catch {
      // No loop devices here (a container, for instance): the supervisor watches instead.
      holds = false;
    }
  }
  return { made, holds };
}

export async function releaseDisks() {
  for (const folder of readStarted().mounts)
    if (folder.startsWith(state) && mounted(folder)) await asRoot('umount', [folder], { seconds: 30 });
  recordStarted({ mounts: [] });
}
