import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ours } from '../../workers/sandbox/failures.ts';

/** What the set-up exports: starts a box where none runs. It is plain JavaScript, because it runs before Node 24 is there. */
interface SetUp {
  readonly borrowBox?: (say: (line: string) => void) => Promise<() => Promise<void>>;
}

/** Starts a box for one verification; returns what stops it again. Throws `no-box` where the set-up cannot. */
export async function borrowBox(say: (line: string) => void): Promise<() => Promise<void>> {
  const file = join(import.meta.dirname, '../../setup/boxes.js');
  const setUp = existsSync(file) ? ((await import(file)) as SetUp) : {};
  if (setUp.borrowBox === undefined)
    throw new Ours('no-box', 'no box runs on this machine: start some with `node setup/main.js up`');
  try {
    return await setUp.borrowBox(say);
  } catch (error) {
    throw new Ours('no-box', error instanceof Error ? error.message : String(error), { cause: error });
  }
}
