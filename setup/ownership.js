/**
 * What the set-up started, and who uses it. There may be several users: `npm run try` in one terminal, `npm test` in another. The last
 * one to leave stops what the set-up started, and only that; `up` stays until `down`.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { replaceFile } from '../src/folders/replace-file.js';
import { inState, state } from './paths.js';

/**
 * @typedef {object} Started
 * @property {number | null} engine process id of the Docker engine, if the set-up started it
 * @property {string} engineBirth {@link birthOf} that process
 * @property {boolean} services whether the Compose project was started
 * @property {readonly string[]} mounts
 */

const file = () => inState('started.json');

/** @type {Started} */
const nothing = { engine: null, engineBirth: '', services: false, mounts: [] };

/** @returns {Started} */
export function readStarted() {
  try {
    return { ...nothing, ...JSON.parse(readFileSync(file(), 'utf8')) };
  } catch {
    return nothing;
  }
}

/** @param {Partial<Started>} change */
export function recordStarted(change) {
  replaceFile(file(), `${JSON.stringify({ ...readStarted(), ...change })}\n`);
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Tells a process from a later one with the same id, as after a reboot: the boot id, and the process's start time within that boot. Empty
 * when the system does not report them.
 * @param {number | string} pid
 */
export function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, which may contain anything.
    const moment = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${moment}`;
  } catch {
    return '';
  }
}

/**
 * Whether that same process still runs. Earlier versions of the set-up recorded no birth.
 * @param {number} pid
 * @param {string} birth
 */
export const livesStill = (pid, birth) => lives(pid) && (birth === '' || birth === birthOf(pid));

const users = () => join(state, 'users');

/** A user that never leaves, which stands for `up`. */
export const kept = 'kept';

/** @param {string} name a process id, or {@link kept} */
export function enter(name) {
  mkdirSync(users(), { recursive: true });
  writeFileSync(join(users(), name), name === kept ? '' : birthOf(name));
}

/**
 * Removes a user; true when no other is left.
 * @param {string} name
 */
export function leave(name) {
  rmSync(join(users(), name), { force: true });
  mkdirSync(users(), { recursive: true });
  const left = readdirSync(users()).filter((user) => {
    if (user === kept || livesStill(Number(user), readFileSync(join(users(), user), 'utf8'))) return true;
    rmSync(join(users(), user), { force: true });
    return false;
  });
  return left.length === 0;
}

const lockFile = () => inState('lock');

/** An empty lock is being written at this moment. One of this age was left by a set-up that died while it wrote. Milliseconds. */
const emptyForMs = 5_000;

/**
 * Makes the lock's file. Where the disk has no room for the owner, none is left.
 * @param {string} owner
 * @throws EEXIST when there is one
 */
function takeLock(owner) {
  const made = openSync(lockFile(), 'wx');
  try {
    writeFileSync(made, owner);
  } catch (error) {
    rmSync(lockFile(), { force: true });
    throw error;
  } finally {
    closeSync(made);
  }
}

/** Whether whoever made the lock is gone. @param {string} text what is in it @param {number} ageMs */
function isAbandoned(text, ageMs) {
  const [pid, birth = ''] = text.split(' ');
  return Number(pid) > 0 ? !livesStill(Number(pid), birth) : ageMs > emptyForMs;
}

/**
 * Takes the lock, because only one set-up may run at a time. Waits for another one; takes over the lock of a dead one.
 * @param {(line: string) => void} say
 * @returns {Promise<() => void>} gives the lock back
 */
export async function lock(say) {
  const owner = `${process.pid} ${birthOf(process.pid)}`;
  let said = false;
  for (;;) {
    try {
      takeLock(owner);
      return () => rmSync(lockFile(), { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    let [holder, ageMs] = ['', 0];
    try {
      holder = readFileSync(lockFile(), 'utf8');
      ageMs = Date.now() - statSync(lockFile()).mtimeMs;
    } catch {
      continue;
    }
    if (isAbandoned(holder, ageMs)) rmSync(lockFile(), { force: true });
    else {
      if (!said && holder !== '')
        say(`Another set-up is at work (process ${Number.parseInt(holder, 10)}); waiting for it.`);
      said ||= holder !== '';
      await sleep(300);
    }
  }
}
