import { readFileSync } from 'node:fs';

/** What the kernel reports about a process; null if there is no /proc, or the process has ended. */
export interface ProcessUsage {
  /** Processor time since its start, in milliseconds. */
  readonly processorMs: number;
  readonly residentBytes: number;
}

/** /proc reports time in hundredths of a second, whatever the kernel's own clock rate (proc_pid_stat(5), USER_HZ). */
const tickMs = 10;
/** Assumes pages of 4 KB. On a machine with larger pages, the memory limit is looser by that factor. */
const pageBytes = 4096;

export function usageOf(pid: number): ProcessUsage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain anything, so fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0] = [fields[11], fields[12]].map(Number);
    return { processorMs: (user + system) * tickMs, residentBytes: Number(fields[21]) * pageBytes };
  } catch {
    return null;
  }
}
