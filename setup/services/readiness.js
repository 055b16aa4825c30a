/** Waits until what was started answers. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { boxesFolder, boxNames, state } from '../paths.js';
import { CommandFailed } from '../run.js';

/**
 * A box's status; null when it does not answer, or when its folder has nothing that may be dialled.
 * @param {string} socketPath
 * @returns {Promise<import('../../deploy/box/protocol.ts').BoxStatus | null>}
 */
export async function boxStatus(socketPath) {
  const { SupervisorClient } = await import('../../workers/sandbox/box/supervisor-client.ts');
  return new SupervisorClient(socketPath, 2000).status().catch(() => null);
}

/**
 * Waits until one box is up: free, or already leased. The others follow; a caller that needs two waits for the second itself.
 * @param {readonly string[]} sockets
 * @param {number} seconds
 */
export async function waitForBoxes(sockets, seconds) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const all = await Promise.all(sockets.map(boxStatus));
    if (all.some((status) => status?.state === 'free' || status?.state === 'leased')) return;
    if (Date.now() > end) throw new CommandFailed(`the boxes do not come up: ${JSON.stringify(all)}`);
    await sleep(150);
  }
}

export const boxSockets = () => boxNames.map((name) => join(boxesFolder, name, 'supervisor.sock'));

/** @param {number} seconds */
export async function waitForEgress(seconds) {
  const end = Date.now() + seconds * 1000;
  while (!(await isListening(join(state, 'egress', 'proxy.sock')))) {
    if (Date.now() > end) throw new CommandFailed('the egress proxy does not come up');
    await sleep(100);
  }
}

/**
 * Whether something listens on a socket: a file alone may be left from a crash. If this user may not connect, the file's existence has to
 * suffice.
 * @param {string} path @returns {Promise<boolean>}
 */
export const isListening = (path) =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code === 'EACCES'));
  });
