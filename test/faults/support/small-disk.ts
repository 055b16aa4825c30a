import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of some megabytes that can be filled to the last byte and emptied again. */
export interface SmallDisk {
  readonly folder: string;
  readonly fill: () => Promise<void>;
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Null when it needs more rights than there are. */
export async function openSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { timeout: 10_000 });
  } catch {
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  const filler = join(folder, 'filler');
  await mkdir(folder, { recursive: true });
  return {
    folder,
    fill: async () => {
      // Writes as much as fits: the last write fails on purpose. All at once, so that no code of this process finds it nearly full.
      try {
        writeFileSync(filler, Buffer.alloc(megabytes * 2 ** 20));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    empty: () => rm(filler, { force: true }),
    close: async () => {
      await run('umount', ['-l', folder], { timeout: 10_000 }).catch(() => undefined);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
