import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectEntry } from '../intake/project.ts';
import { isToolFolder } from '../submission/tool-folders.ts';

/** Listing stops here: a project may not have this many entries. */
const mostListed = 20_000;

/**
 * Lists a folder's contents as a zip of it would. Folders created by tools are listed without their contents, and links are not followed.
 */
export async function folderEntries(folder: string): Promise<readonly ProjectEntry[]> {
  const found: ProjectEntry[] = [];
  const folders = [''];
  for (let here = folders.pop(); here !== undefined && found.length < mostListed; here = folders.pop()) {
    const entries = await readdir(join(folder, here), { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const name = here === '' ? entry.name : `${here}/${entry.name}`;
      const place = join(folder, name);
      if (entry.isDirectory() && !isToolFolder(entry.name)) folders.push(name);
      else
        found.push({ name, kind: kindOf(entry), bytes: (await lstat(place)).size, unpack: contentOf(place) });
    }
  }
  return found;
}

type DirectoryEntryKinds = Readonly<Record<'isFile' | 'isDirectory' | 'isSymbolicLink', () => boolean>>;

function kindOf(entry: DirectoryEntryKinds): ProjectEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

/**
 * Reads a file only if it is still a regular file: a link that has replaced it is not followed, and a file that is too long is not read.
 */
const contentOf =
  (place: string): ProjectEntry['unpack'] =>
  (most) => {
    const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = fstatSync(file);
      if (!status.isFile() || status.size > most) return null;
      const content = Buffer.alloc(status.size);
      return content.subarray(0, readSync(file, content, 0, status.size, 0));
    } finally {
      closeSync(file);
    }
  };
