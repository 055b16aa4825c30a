import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readStarted, recordStarted } from '../ownership.js';
import { find } from '../packages.js';
import { boxesFolder, boxNames, inState, ownersOnly, state } from '../paths.js';
import { asRoot, mayBeRoot, NeedsPerson, succeedsAsRoot } from '../run.js';

/** Bytes of a box's disk: images, layers, volumes and logs together, including the warmed disk. */
export function diskBytes() {
  const gigabytes = Number(process.env.SANDBOX_DISK_GB ?? 6);
  return Math.round((Number.isFinite(gigabytes) && gigabytes >= 2 ? gigabytes : 6) * 1e9);
}

/** How much space making disks leaves for the rest of the machine, in bytes. */
const leftForOthers = 1e9;

/** The size of a box's copy of the warmed disk in bytes: 1.3 GB with the lessons that come with Dockhand, and some for one more. */
const warmedBytes = 1.6e9;

/** The kernel's table of mounts. A system without it, such as macOS, has nothing mounted by the set-up. */
function mountLines() {
  try {
    return readFileSync('/proc/mounts', 'utf8').split('\n');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return [];
    throw error;
  }
}

/** All mounts, oldest first. @returns {readonly {readonly device: string, readonly folder: string}[]} */
function mounts() {
  return mountLines().map((line) => {
    const [device = '', folder = ''] = line.split(' ');
    // A space in a path would end the field, so the kernel escapes it.
    const unescaped = folder.replace(/\\([0-7]{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    return { device, folder: unescaped };
  });
}

/** The device mounted at a folder, such as `/dev/loop3`; null when there is none. @param {string} folder */
const mountedAt = (folder) => mounts().findLast((each) => each.folder === folder)?.device ?? null;

/**
 * @typedef {object} Disk
 * @property {string} name of the box
 * @property {string} folder where it is mounted
 * @property {string} file that it is
 * @property {number} bytes
 * @property {boolean} mounted
 */

/** @param {string} name @returns {Disk} */
function diskOf(name) {
  const folder = inState('disks', name);
  const device = mountedAt(folder);
  const usual = inState('disks', `${name}-${diskBytes()}.img`);
  // A disk keeps its size while it is mounted.
  const file = device === null ? usual : backingFile(device);
  const bytes = lstatSync(file, { throwIfNoEntry: false })?.size ?? diskBytes();
  return { name, folder, file, bytes, mounted: device !== null };
}

/** @param {string} device */
const backingFile = (device) =>
  readFileSync(`/sys/block/${device.replace('/dev/', '')}/loop/backing_file`, 'utf8').trim();

/** Removes from the notes what is no longer mounted, as after a reboot; returns whether there was anything. */
export function forgetLostMounts() {
  const { mounts } = readStarted();
  const there = mounts.filter((folder) => mountedAt(folder) !== null);
  recordStarted({ mounts: there });
  return there.length < mounts.length;
}

/**
 * A disk for each box. As root: a file with its own file system, which limits the box whatever is done inside. Its space is allocated at
 * once, so that boxes never promise more than the machine has. Without root: a plain folder, which the supervisor measures; it ends a box
 * that exceeds its limit.
 * @returns {Promise<{made: boolean, holds: boolean}>}
 */
export async function ensureDisks() {
  const loops = (await mayBeRoot()) && find('mkfs.ext4') !== null && process.env.SANDBOX_DISK !== 'folder';
  ownersOnly(join(state, 'disks'));
  for (const name of boxNames) mkdirSync(inState('disks', name), { recursive: true });
  if (!loops) return { made: false, holds: false };
  const disks = boxNames.map(diskOf);
  for (const disk of disks) await forgetOthers(disk);
  demandRoom(disks);
  let [made, holds] = [false, true];
  for (const { file, bytes, folder, mounted } of disks) {
    await reserve(file, bytes);
    if (mounted) continue;
    // Anything a box wrote here while its disk was not mounted would take up space that nobody sees.
    for (const left of readdirSync(folder)) await asRoot('rm', ['-rf', '--', join(folder, left)]);
    // Without loop devices (in a container, for instance) the supervisor watches the size instead.
    const done = await succeedsAsRoot('mount', ['-o', 'loop,nodev,noatime', file, folder], { seconds: 30 });
    if (done) recordStarted({ mounts: [...readStarted().mounts, folder] });
    made ||= done;
    holds &&= done;
  }
  return { made, holds };
}

/** The bytes that a file actually occupies. @param {string} file */
const takenBy = (file) => (lstatSync(file, { throwIfNoEntry: false })?.blocks ?? 0) * 512;

/** Refuses to make disks when the machine lacks the space, before any of it is allocated. @param {readonly Disk[]} disks */
function demandRoom(disks) {
  const missing = disks.reduce((sum, { file, bytes }) => sum + Math.max(0, bytes - takenBy(file)), 0);
  const unwarmed = boxNames.filter((name) => !isWarmed(name)).length;
  if (missing > 0) demandBytes(missing + unwarmed * warmedBytes);
}

/** Refuses to lay the warmed disk for all boxes when the copies would not fit. The old copies stay until the new ones exist. */
export const demandRoomToWarm = () => demandBytes(boxNames.length * warmedBytes);

/** Whether a box has a copy of some warmed disk. @param {string} name */
function isWarmed(name) {
  const folder = join(state, 'warm');
  return existsSync(folder) && readdirSync(folder).some((each) => existsSync(join(folder, each, name)));
}

/** @param {number} bytes that the disks of all boxes need beside what they have */
function demandBytes(bytes) {
  const { bavail, bsize } = statfsSync(state);
  const left = bavail * bsize;
  if (left >= bytes + leftForOthers) return;
  const gigabytes = (/** @type {number} */ amount) => `${(amount / 1e9).toFixed(1)} GB`;
  throw new NeedsPerson(
    `The disks of ${boxNames.length} boxes need ${gigabytes(bytes)} more, and ${gigabytes(leftForOthers)} are left to the rest of the ` +
      `machine; ${state} has ${gigabytes(left)}. Free some room, set SANDBOX_BOX_COUNT or SANDBOX_DISK_GB to less (2 GB at least), ` +
      'or let DOCKHAND_STATE name a folder on a larger disk.',
  );
}

/**
 * Makes a file of fixed size with a file system, and allocates all of its blocks: a sparse one would promise space that others may have
 * used up by the time it is needed. A sparse file of an earlier version is filled in place.
 * @param {string} file @param {number} bytes
 */
async function reserve(file, bytes) {
  const fresh = !existsSync(file);
  const making = fresh ? `${file}.new` : file;
  if (fresh) await asRoot('install', ['-m', '0600', '/dev/null', making]);
  else await asRoot('chmod', ['0600', making]);
  if (takenBy(making) < bytes) {
    // If the file system cannot reserve blocks, they are written.
    if (!(await succeedsAsRoot('fallocate', ['-l', String(bytes), making])))
      await asRoot('fallocate', ['--posix', '-l', String(bytes), making], { seconds: 1800 });
  }
  if (!fresh) return;
  // Without this option, mkfs would give the blocks back to the host.
  const keep = ['-E', 'nodiscard'];
  await asRoot(find('mkfs.ext4') ?? 'mkfs.ext4', ['-q', '-F', '-m', '0', ...keep, making], { seconds: 120 });
  await asRoot('mv', [making, file]);
}

/** Removes disks of another size or half-made ones, which only take up space. @param {Disk} disk */
async function forgetOthers({ name, file }) {
  for (const other of readdirSync(join(state, 'disks')))
    if (other.startsWith(`${name}-`) && /\.img(\.new)?$/.test(other) && other !== basename(file))
      await asRoot('rm', ['-f', inState('disks', other)]);
}

/** How much of the host's memory the socket folder of a box may take, in bytes: it has a file system of its own. */
const shownBytes = 256 * 1024;

/**
 * Mounts a small file system on each folder of sockets, where possible: anything a box wrote there would not count towards its disk.
 * @returns {Promise<boolean>} whether one was made now
 */
export async function ensureShownFolders() {
  if (!(await mayBeRoot())) return false;
  let made = false;
  for (const name of boxNames) {
    const folder = join(boxesFolder, name);
    if (mountedAt(folder) !== null) continue;
    const options = `size=${shownBytes},nr_inodes=16,mode=0710,nosuid,nodev,noexec`;
    if (!(await succeedsAsRoot('mount', ['-t', 'tmpfs', '-o', options, `dockhand-${name}`, folder])))
      continue;
    recordStarted({ mounts: [...readStarted().mounts, folder] });
    made = true;
  }
  return made;
}

/** Boxes left from when SANDBOX_BOX_COUNT was larger. */
export const boxesBeyond = () =>
  readdirSync(boxesFolder).filter((name) => /^box-\d+$/.test(name) && !boxNames.includes(name));

/** Frees the space of boxes whose containers are gone. @param {readonly string[]} names */
export async function forgetBoxes(names) {
  for (const name of names) {
    for (const folder of [inState('disks', name), join(boxesFolder, name)]) {
      if (mountedAt(folder) !== null) await asRoot('umount', [folder], { seconds: 30 });
      await asRoot('rm', ['-rf', '--', folder]);
    }
    for (const file of readdirSync(join(state, 'disks')))
      if (file.startsWith(`${name}-`)) await asRoot('rm', ['-f', inState('disks', file)]);
  }
  forgetLostMounts();
}

/**
 * Unmounts everything below the folders of disks and sockets, whether or not the set-up has a note of it. What is still in use stays.
 * @returns {Promise<readonly string[]>} what is mounted still
 */
export async function releaseDisks() {
  const left = [];
  for (const folder of ownMounts().toReversed())
    if (!(await succeedsAsRoot('umount', [folder], { seconds: 30 }))) left.push(folder);
  recordStarted({ mounts: left });
  return left;
}

/** Folders of this state folder that are mount points. */
export const ownMounts = () =>
  mounts()
    .map(({ folder }) => folder)
    .filter((folder) => [join(state, 'disks'), boxesFolder].some((parent) => dirname(folder) === parent));
