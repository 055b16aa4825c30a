import { readFileSync } from 'node:fs';

/** What the kernel reports about a process; null where there is no /proc, or no such process any more. */
export interface ProcessUsage {
  /** Processor time since its start, in milliseconds. */
  readonly processorMs: number;
  readonly residentBytes: number;
}

/** Linux counts in hundredths of a second for whoever reads /proc, whatever its own clock (proc_pid_stat(5), USER_HZ). */
const tickMs = 10;
/** The page of every machine that Node's builds for Linux run on with 4 KB pages; elsewhere the bound is looser by the factor. */
const pageBytes = 4096;

export function usageOf(pid: number): ProcessUsage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0] = [fields[11], fields[12]].map(Number);
    return { processorMs: (user + system) * tickMs, residentBytes: Number(fields[21]) * pageBytes };
  } catch {
    return null;
  }
}
