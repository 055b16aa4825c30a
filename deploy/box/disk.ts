import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readFileSystem } from './counters.ts';
import { type BoxSettings, paths } from './settings.ts';

const run = promisify(execFile);
const warmData = `${paths.warm}/data`;

/** Deletes what a life left on its disk. */
export async function emptyDisk(): Promise<void> {
  const old = readdirSync(paths.data).filter((name) => name !== 'lost+found');
  if (old.length > 0) await run('rm', ['-rf', '--', ...old.map((name) => `${paths.data}/${name}`)]);
}

/**
 * Lays the warmed disk: tags, build cache and anything else that the engine writes to are copied. Layers that it only reads, which are
 * nearly all of the files, stay where they are, read-only: each gets an empty folder here, and the engine starts with the layers mounted
 * there.
 * @returns the folders of those layers, relative to the disk
 */
export async function layDisk({ mode, users }: BoxSettings): Promise<readonly string[]> {
  await emptyDisk();
  const { copied, mounted } = mode === 'box' && existsSync(warmData) ? planned() : nothing;
  if (copied.length > 0)
    await run('cp', ['-a', '--reflink=auto', '--parents', '--', ...copied, paths.data], { cwd: warmData });
  for (const folder of mounted) {
    mkdirSync(join(paths.data, folder));
    chownSync(join(paths.data, folder), users.engine, users.engine);
  }
  chownSync(paths.data, users.engine, users.engine);
  return mounted;
}

/** If layers cannot be mounted, or if it is unknown whether they can, the whole disk is copied. */
const planned = (): Laying =>
  mayBeLower(warmData) ? planLaying(warmData) : { copied: readdirSync(warmData), mounted: [] };

/** File systems that are known to work as the lower layer of an overlay: ext4, XFS, Btrfs. */
const lowerFileSystems: readonly number[] = [0xef53, 0x58465342, 0x9123683e];

/** Whether the engine can reach the files, and the kernel can overlay them. */
const mayBeLower = (warm: string): boolean =>
  (statSync(dirname(warm)).mode & 0o001) !== 0 && lowerFileSystems.includes(statfsSync(warm).type);

/** Which parts of a warmed disk are copied, and which of its folders are mounted; paths are relative to it. */
interface Laying {
  readonly copied: readonly string[];
  readonly mounted: readonly string[];
}

const nothing: Laying = { copied: [], mounted: [] };

/**
 * Decides which layers are mounted. A layer that the engine has marked as committed is only ever mounted below others. One without the
 * mark belongs to a build, which may mount it to write to it.
 */
export function planLaying(warm: string): Laying {
  // `existsSync` is no use here: access(2) ignores the supervisor's capabilities.
  const all = readdirSync(warm);
  const layers = all.includes('overlay2') ? readdirSync(join(warm, 'overlay2')) : [];
  const plans = layers.map((id): Laying => {
    const layer = join('overlay2', id);
    const parts = readdirSync(join(warm, layer));
    if (!parts.includes('committed') || !parts.includes('diff')) return { copied: [layer], mounted: [] };
    const beside = parts.filter((part) => part !== 'diff').map((part) => join(layer, part));
    return { copied: beside, mounted: [join(layer, 'diff')] };
  });
  const others = all.filter((name) => name !== 'overlay2' || layers.length === 0);
  return {
    copied: [...others, ...plans.flatMap(({ copied }) => copied)],
    mounted: plans.flatMap(({ mounted }) => mounted),
  };
}

/** A file system uses some of its size for itself, and is never larger than that size. */
const tolerance = 1.02;

/**
 * The disk limit that the supervisor has to enforce itself, in bytes; 0 when the file system does. After a reboot Docker may start a box
 * before its disk is mounted: the folder is then on the machine's own disk, which is larger than the box's share.
 */
export function bytesToWatch(
  { diskLimitBytes, diskBytes }: Pick<BoxSettings, 'diskLimitBytes' | 'diskBytes'>,
  { diskLimitBytes: there } = readFileSystem(paths.data),
): number {
  if (diskLimitBytes > 0) return diskLimitBytes;
  return diskBytes > 0 && there > diskBytes * tolerance ? diskBytes : 0;
}

/**
 * How full the box's disk is. A file system of its own (the loop-mounted file) reports it; a plain folder is measured with `du`, one run
 * at a time, and is as exact as the last run.
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
      // Files vanish while du runs: then it reports errors and still prints a sum.
      const sum = Number.parseInt(stdout, 10);
      if (Number.isSafeInteger(sum)) this.#counted = sum;
    });
  }
}
