import type { RunningContainer } from './container.ts';

/** What the processes of a container were doing at one moment. */
export interface Activity {
  /** Their processor time in total, in ticks (usually 1/100 s). */
  readonly ticks: number;
  /** Whether one of them was running, or waiting for a processor or the disk. */
  readonly runnable: boolean;
}

/** Looks at the processes of a container; null when the image has no shell to do so. */
export async function activity(running: RunningContainer): Promise<Activity | null> {
  const result = await running.exec(['sh', '-c', 'cat /proc/[0-9]*/stat 2>/dev/null']);
  return result === null || !/^\d+ \(/m.test(result.text) ? null : readActivity(result.text);
}

/** Parses lines of `/proc/<pid>/stat` (proc(5)): the state is the field after the name, utime and stime the 12th and 13th after that. */
export function readActivity(stats: string): Activity {
  let ticks = 0;
  let runnable = false;
  for (const line of stats.split('\n')) {
    const [, name, rest] = /^\d+ \((.*)\) (.+)/.exec(line) ?? [];
    // The process that looks is itself running, so it is left out.
    if (name === undefined || rest === undefined || name === 'cat') continue;
    const fields = rest.split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    runnable ||= fields[0] === 'R' || fields[0] === 'D';
  }
  return { ticks, runnable };
}

/** A process that only waits uses less than this between two looks. Ticks. */
const idleTicks = 5;

export const worked = (before: Activity, after: Activity): boolean =>
  after.runnable || after.ticks - before.ticks > idleTicks;
