import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import type { BoxStatus, Lease } from '../../deploy/box/protocol.ts';
import { SupervisorClient } from '../../workers/sandbox/box/supervisor-client.ts';
import { python } from '../support/host-engine.ts';

export interface Held {
  readonly name: string;
  readonly lease: Lease;
  readonly supervisor: SupervisorClient;
  readonly docker: Docker;
}

function boxesFolder(): string {
  const folder = process.env.SANDBOX_BOXES;
  if (folder === undefined) throw new Error('SANDBOX_BOXES is not set: run the tests with `npm test`');
  return folder;
}

const supervisorOf = (name: string) =>
  new SupervisorClient(join(boxesFolder(), name, 'supervisor.sock'), 5000);

/** Leases a free box, waiting for one: other tests use them as well. */
export async function holdBox(seconds = 60): Promise<Held> {
  const folder = boxesFolder();
  const end = Date.now() + 300_000;
  while (Date.now() < end) {
    for (const name of (await readdir(folder)).sort()) {
      const supervisor = supervisorOf(name);
      const lease = await supervisor.lease({ holder: 'test/deploy', seconds }).catch(() => null);
      if (lease !== null) {
        const docker = new Docker({ socketPath: join(folder, name, 'engine.sock'), timeout: 60_000 });
        return { name, lease, supervisor, docker };
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('no box became free');
}

/** Waits for a life after `life`; another test may lease it at once, so any state will do. */
export async function nextLife(name: string, life: string, milliseconds: number): Promise<BoxStatus> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const status = await supervisorOf(name)
      .status()
      .catch(() => null);
    if (status !== null && status.life !== life && (status.state === 'free' || status.state === 'leased'))
      return status;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${name} did not come back`);
}

/** Runs a Python program in a container of a box, to its end; returns its output. */
export async function runPython({ docker }: Held, program: string): Promise<string> {
  const container = await docker.createContainer({ Image: python, Cmd: ['python', '-u', '-c', program] });
  try {
    await container.start();
    await container.wait();
    const log = await container.logs({ stdout: true, stderr: true, follow: false });
    return plain(log);
  } finally {
    await container.remove({ force: true });
  }
}

/** Removes the engine's framing (8 bytes before each chunk). */
export function plain(log: Buffer): string {
  let text = '';
  for (let at = 0; at + 8 <= log.length; ) {
    const size = log.readUInt32BE(at + 4);
    text += log.subarray(at + 8, at + 8 + size).toString('utf8');
    at += 8 + size;
  }
  return text;
}

/** Builds a Dockerfile with BuildKit; returns the raw progress, which contains the error if there is one. */
export async function buildImage({ docker }: Held, dockerfile: string, tag: string): Promise<string> {
  const tar = pack();
  tar.entry({ name: 'Dockerfile' }, dockerfile);
  tar.finalize();
  const stream = await docker.buildImage(tar as unknown as NodeJS.ReadableStream, { t: tag, version: '2' });
  let text = '';
  for await (const piece of stream) text += String(piece);
  return text;
}
