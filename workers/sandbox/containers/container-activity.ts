import type { RunningContainer } from './container.ts';

/** What the processes of a container were doing at a moment. */
export interface Activity {
  /** Processor time of all of them, in ticks (usually 1/100 s). */
  readonly ticks: number;
  /** Whether one of them runs, waits for a processor or for the disk. */
  readonly runnable: boolean;
}

/** Looks at the processes of a container; null where the image has no shell to look with. */
export async function activity(running: RunningContainer): Promise<Activity | null> {
  const result = await running.exec(['sh', '-c', 'cat /proc/[0-9]*/stat 2>/dev/null']);
  return result === null || !/^\d+ \(/m.test(result.text) ? null : readActivity(result.text);
}

/** Reads lines of `/proc/<pid>/stat` (proc(5)): state is the field after the name, utime and stime the 12th and 13th after that. */
export function readActivity(stats: string): Activity {
  let ticks = 0;
  let runnable = false;
  for (const line of stats.split('\n')) {
    const [, name, rest] = /^\d+ \((.*)\) (.+)/.exec(line) ?? [];
    // The one that looks runs, of course.
    if (name === undefined || rest === undefined || name === 'cat') continue;
    const fields = rest.split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    runnable ||= fields[0] === 'R' || fields[0] === 'D';
  }
  return { ticks, runnable };
}

/** Less than this between two looks is what a process does that only waits. */
const idleTicks = 5;

export const worked = (before: Activity, after: Activity): boolean =>
  after.runnable || after.ticks - before.ticks > idleTicks;
