import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An image that every box has. */
export const python = 'python:3.11-slim';

/** Runs docker on the host's engine, as the set-up does. Rejects with its output when it fails. */
export async function docker(args: readonly string[], seconds = 60): Promise<string> {
  const { stdout, stderr } = await run('docker', [...args], {
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
  });
  return `${stdout}${args[0] === 'logs' ? stderr : ''}`;
}

/** The values that the set-up determined for this machine: images, sizes, the warmed disk. */
export async function composeValues(): Promise<Readonly<Record<string, string>>> {
  const state = process.env.DOCKHAND_STATE;
  if (state === undefined) throw new Error('DOCKHAND_STATE is not set: run the tests with `npm test`');
  const text = await readFile(join(state, 'compose.env'), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value ?? '']),
  );
}
