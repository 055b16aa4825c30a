/** Files shown as one entry: a single file, or a folder (with a trailing slash) and the number of files in it that count. */
export interface PathGroup {
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

export interface SizedPath {
  readonly path: string;
  readonly bytes: number;
}

/** Replaces files by their folder if `chosen` contains all files of that folder. */
export function collapsed(chosen: readonly SizedPath[], all: Iterable<string>): readonly PathGroup[] {
  const inFolder = new Map<string, number>();
  for (const path of all)
    for (const folder of foldersOf(path)) inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
  const among = new Map<string, number>();
  for (const { path } of chosen)
    for (const folder of foldersOf(path)) among.set(folder, (among.get(folder) ?? 0) + 1);
  return grouped(
    chosen,
    (path) => foldersOf(path).find((folder) => among.get(folder) === inFolder.get(folder)) ?? path,
  );
}

/** One group for each entry of a folder: its files, and its subfolders with everything below them. */
export const byEntryOf = (folder: string, paths: readonly SizedPath[]): readonly PathGroup[] =>
  grouped(paths, (path) => {
    const slash = path.indexOf('/', folder.length);
    return slash < 0 ? path : path.slice(0, slash + 1);
  });

function grouped(paths: readonly SizedPath[], groupOf: (path: string) => string): readonly PathGroup[] {
  const groups = new Map<string, PathGroup>();
  for (const { path: own, bytes } of paths) {
    const path = groupOf(own);
    const group = groups.get(path) ?? { path, files: 0, bytes: 0 };
    groups.set(path, { path, files: group.files + 1, bytes: group.bytes + bytes });
  }
  return [...groups.values()];
}

/** The folders above a path, the outermost first, each with a trailing slash. */
function foldersOf(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at >= 0 && folders.length < 100; at = path.indexOf('/', at + 1))
    folders.push(path.slice(0, at + 1));
  return folders;
}
