import { bringUp } from '../bring-up.js';
import { enter, leave, lock } from '../ownership.js';
import { boxSockets, boxStatus } from '../services/readiness.js';
import { takeDown } from '../take-down.js';

/**
 * For `dockhand verify` on a machine where no box runs: starts what is needed. Returns a function that stops it again, unless someone
 * else uses it by then.
 * @param {(line: string) => void} say
 * @returns {Promise<() => Promise<void>>}
 */
export async function borrowBox(say) {
  const me = String(process.pid);
  const unlock = await lock(say);
  enter(me);
  const giveBack = async () => {
    const again = await lock(say);
    try {
      if (leave(me)) await takeDown();
    } finally {
      again();
    }
  };
  try {
    const all = await Promise.all(boxSockets().map(boxStatus));
    if (all.some((status) => status === null)) await bringUp();
    unlock();
    return giveBack;
  } catch (error) {
    unlock();
    await giveBack();
    throw error;
  }
}
