import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processLives } from './process-lives.ts';

/** This process's folders that are in use. */
const own = new Set<string>();

/**
 * A folder for a process's lifetime. Its name contains the process ID, so that the next process can remove what a killed one left
 * behind.
 */
export function processFolder(prefix: string): string {
  for (const name of readdirSync(tmpdir())) {
    const id = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (id !== undefined && !isInUse(Number(id), name)) clear(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  own.add(folder);
  return folder;
}

/** In a container, every process has the same ID as its predecessor. */
const isInUse = (pid: number, name: string): boolean =>
  pid === process.pid ? own.has(join(tmpdir(), name)) : processLives(pid);

/** Folders of other users stay, since they are not ours to remove. */
function clear(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Their owner has to remove them.
  }
}
