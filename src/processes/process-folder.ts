import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processLives } from './process-lives.ts';

/** Those of this process that are in use. */
const own = new Set<string>();

/**
 * A folder for what a process needs as long as it lives. The process's id is in the name: what one that was killed left behind is
 * cleared away by the next.
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

/** In a container each life of a process has the id of the one before. */
const isInUse = (pid: number, name: string): boolean =>
  pid === process.pid ? own.has(join(tmpdir(), name)) : processLives(pid);

/** What belongs to somebody else stays: it is no trouble of ours. */
function clear(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Theirs to clear away.
  }
}
