import { readFileSync, statfsSync } from 'node:fs';
import type { BoxCounters } from './protocol.ts';

/** The text of the first readable file: cgroup v2 and v1 keep the same counter under different names. */
function firstText(root: string, files: readonly string[]): string {
  for (const file of files) {
    try {
      return readFileSync(`${root}/${file}`, 'utf8');
    } catch {
      // The other version of cgroups, or an older kernel.
    }
  }
  return '';
}

/** `max` (v2) and absurdly large numbers (v1) mean that there is no limit, which is reported as 0. */
function amount(text: string): number {
  const value = Number(text.trim() === '' ? 0 : text.trim());
  return Number.isFinite(value) && value < 2 ** 60 ? value : 0;
}

/** The number after a name, in a file with lines of `name number`. */
function field(text: string, word: string): number {
  const found = new RegExp(`^${word} (\\d+)$`, 'm').exec(text);
  return found === null ? 0 : Number(found[1]);
}

/** Counters of the box's own cgroup: from the files of cgroup v2, else those of v1. */
export function readCgroup(
  root = '/sys/fs/cgroup',
): Omit<BoxCounters, 'diskBytes' | 'diskLimitBytes' | 'processor'> {
  const of = (...files: readonly string[]) => firstText(root, files);
  return {
    memoryBytes: amount(of('memory.current', 'memory/memory.usage_in_bytes')),
    memoryPeakBytes: amount(of('memory.peak', 'memory/memory.max_usage_in_bytes')),
    memoryLimitBytes: amount(of('memory.max', 'memory/memory.limit_in_bytes')),
    oomKills: field(of('memory.events', 'memory/memory.oom_control'), 'oom_kill'),
    processes: amount(of('pids.current', 'pids/pids.current')),
    processLimit: amount(of('pids.max', 'pids/pids.max')),
    forksRefused: field(of('pids.events', 'pids/pids.events'), 'max'),
  };
}

/**
 * The peak memory of this life. The kernel's figure is the container's, and a pod's container has many lives. So while that figure is
 * what it was at the start of this life, the highest usage seen since then is reported.
 */
export class MemoryPeak {
  readonly #before: number;
  #seen = 0;

  constructor(before: number) {
    this.#before = before;
  }

  of({ memoryBytes, memoryPeakBytes }: Pick<BoxCounters, 'memoryBytes' | 'memoryPeakBytes'>): number {
    this.#seen = Math.max(this.#seen, memoryBytes);
    return memoryPeakBytes > this.#before ? memoryPeakBytes : Math.min(this.#seen, memoryPeakBytes);
  }
}

/** Bytes used on, and total size of, the file system that holds `folder`. */
export function readFileSystem(folder: string): { diskBytes: number; diskLimitBytes: number } {
  const { blocks, bfree, bavail, bsize } = statfsSync(folder);
  return { diskBytes: (blocks - bfree) * bsize, diskLimitBytes: (blocks - bfree + bavail) * bsize };
}
