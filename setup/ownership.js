/**
 * What the set-up started, and who uses it. Several may: `npm run try` in one terminal, `npm test` in another. The last one
 * that leaves stops what was started, and only that; `up` stays until `down`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inState, state } from './paths.js';

/**
 * @typedef {object} Started
 * @property {number | null} engine process id of the Docker engine, if the set-up started it
 * @property {boolean} services whether the Compose project was started
 * @property {readonly string[]} mounts
 */

const file = () => inState('started.json');

/** @returns {Started} */
export function readStarted() {
  try {
    return { engine: null, services: false, mounts: [], ...JSON.parse(readFileSync(file(), 'utf8')) };
  } catch {
    return { engine: null, services: false, mounts: [] };
  }
}

/** @param {Partial<Started>} change */
export function recordStarted(change) {
  writeFileSync(file(), `${JSON.stringify({ ...readStarted(), ...change })}\n`);
}

/** @param {number} pid */
export function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

const users = () => join(state, 'users');

/** `up` counts as a user that never dies. */
export const kept = 'kept';

/** @param {string} name a process id, or {@link kept} */
export function enter(name) {
  mkdirSync(users(), { recursive: true });
  writeFileSync(join(users(), name), '');
}

/**
 * Leaves; true when nobody else is left.
 * @param {string} name
 */
export function leave(name) {
  rmSync(join(users(), name), { force: true });
  mkdirSync(users(), { recursive: true });
  const left = readdirSync(users()).filter((user) => {
    if (user === kept || lives(Number(user))) return true;
    rmSync(join(users(), user), { force: true });
    return false;
  });
  return left.length === 0;
}

const lockFile = () => inState('lock');

/**
 * One set-up at a time. Waits for another one; what a dead one left is taken over.
 * @param {(line: string) => void} say
 * @returns {Promise<() => void>} gives the lock back
 */
export async function lock(say) {
  const owner = String(process.pid);
  let said = false;
  for (;;) {
    try {
      writeFileSync(lockFile(), owner, { flag: 'wx' });
      return () => rmSync(lockFile(), { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    let holder = 0;
    try {
      holder = Number(readFileSync(lockFile(), 'utf8'));
    } catch {
      continue;
    }
    // An empty file is one that is being written at this moment.
    if (holder > 0 && !lives(holder)) rmSync(lockFile(), { force: true });
    else {
      if (!said) say(`Another set-up is at work (process ${holder}); waiting for it.`);
      said = true;
      await sleep(300);
    }
  }
}
