import { execFile } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { readFileSystem } from './counters.ts';
import { type BoxSettings, paths } from './settings.ts';

const run = promisify(execFile);

/** Throws away what a life left on its disk. */
export async function emptyDisk(): Promise<void> {
  const old = readdirSync(paths.data).filter((name) => name !== 'lost+found');
  if (old.length > 0) await run('rm', ['-rf', '--', ...old.map((name) => `${paths.data}/${name}`)]);
}

/** Lays a copy of the warmed disk: layers, tags and build cache. */
export async function layDisk(settings: BoxSettings): Promise<void> {
  await emptyDisk();
  if (settings.mode === 'box' && existsSync(`${paths.warm}/data`))
    await run('cp', ['-a', '--reflink=auto', `${paths.warm}/data/.`, paths.data]);
  chownSync(paths.data, settings.users.engine, settings.users.engine);
}

/** A file system takes some of its size for itself, never more than all of it. */
const tolerance = 1.02;

/**
 * Bytes that the supervisor itself has to hold the disk to; 0: the file system does. After a reboot Docker may start a box before
 * its disk is mounted: what lies there then is the machine's own disk, which is larger than what the box was promised.
 */
export function bytesToWatch(
  { diskLimitBytes, diskBytes }: Pick<BoxSettings, 'diskLimitBytes' | 'diskBytes'>,
  { diskLimitBytes: there } = readFileSystem(paths.data),
): number {
  if (diskLimitBytes > 0) return diskLimitBytes;
  return diskBytes > 0 && there > diskBytes * tolerance ? diskBytes : 0;
}

/**
 * How full the box's disk is. A file system of its own (the loop-mounted file) knows; a plain folder is counted with
 * `du`, at most one at a time, and is as exact as the last count.
 */
export class DiskGauge {
  readonly #limit: number;
  #counted = 0;
  #counting = false;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  read(): { diskBytes: number; diskLimitBytes: number } {
    if (this.#limit === 0) return readFileSystem(paths.data);
    return { diskBytes: this.#counted, diskLimitBytes: this.#limit };
  }

  get over(): boolean {
    return this.#limit > 0 && this.#counted > this.#limit;
  }

  count(): void {
    if (this.#limit === 0 || this.#counting) return;
    this.#counting = true;
    execFile('du', ['-sx', '-B1', paths.data], { timeout: 60_000 }, (_error, stdout) => {
      this.#counting = false;
      // Files vanish while du walks: then it complains and still prints a sum.
      const sum = Number.parseInt(stdout, 10);
      if (Number.isSafeInteger(sum)) this.#counted = sum;
    });
  }
}
