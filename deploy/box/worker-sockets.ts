import { chmodSync, chownSync, readdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type BoxSettings, paths } from './settings.ts';

/**
 * Makes the folder that the host shows to the worker the supervisor's own, and empties it. The worker's group can use the sockets in it.
 * The engine's user cannot even enter it, so anything that breaks out of the engine cannot replace them.
 */
export function openSocketFolder({ users, workerGroup }: BoxSettings): void {
  chownSync(paths.shown, users.supervisor, workerGroup);
  chmodSync(paths.shown, 0o710);
  for (const name of readdirSync(paths.shown))
    rmSync(join(paths.shown, name), { recursive: true, force: true });
}

/** Listens on a socket in that folder, to which the worker may connect. */
export async function listenForWorker(
  server: Server,
  socket: string,
  { users, workerGroup }: BoxSettings,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  chownSync(socket, users.supervisor, workerGroup);
  chmodSync(socket, 0o660);
}
