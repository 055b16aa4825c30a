import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from './installed-lesson.ts';
import { openLibrary } from './open-library.ts';

/** The lessons of a folder, read again when something in it has changed. */
export interface ReloadingLibrary {
  /** As it was last read. */
  readonly now: () => Library;
  /** Looks whether anything has changed and reads it again; true when it did. What cannot be read leaves it as it was. */
  readonly freshen: () => Promise<boolean>;
}

/** @throws LessonError when there is no such folder */
export async function openReloadingLibrary(dir: string): Promise<ReloadingLibrary> {
  let seen = await stampOf(dir);
  let library = await openLibrary(dir);
  const look = async (): Promise<boolean> => {
    const stamp = await stampOf(dir);
    if (stamp === seen) return false;
    const read = await openLibrary(dir).catch(() => null);
    if (read === null) return false;
    seen = stamp;
    library = read;
    return true;
  };
  let looking: Promise<boolean> | null = null;
  return {
    now: () => library,
    freshen: () => {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}

/** Names, sizes and times of all that lies in a folder: cheaper than to read it. */
async function stampOf(dir: string): Promise<string> {
  const names = await readdir(dir, { recursive: true }).catch(() => []);
  const told = await Promise.all(
    names.toSorted().map(async (name) => {
      const status = await stat(join(dir, name)).catch(() => null);
      return status === null || status.isDirectory()
        ? name
        : `${name} ${status.size} ${status.mtimeMs} ${status.mode}`;
    }),
  );
  return told.join('\n');
}
