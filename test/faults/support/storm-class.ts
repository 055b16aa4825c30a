import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../../classroom/server.ts';
import type { RealBuilds } from './real-builds.ts';
import { countUnderway } from './recorded.ts';
import type { Rig } from './rig.ts';
import type { StormOptions } from './storm-options.ts';

/** The progress of the storm and of its class. */
export interface Progress {
  readonly planned: number;
  over: number;
  readonly count: number;
  came: number;
  allCame: boolean;
}

/** A storm without submissions proves nothing. */
export const isAheadOfClass = ({ planned, over, count, came, allCame }: Progress): boolean =>
  !allCame && over / planned > came / count + 0.05;

/** Students come at the pace of the storm, so that the last of them meets the last fault. */
export async function holdClass({
  rig,
  options,
  progress,
  people,
  real,
  end,
}: {
  readonly rig: Rig;
  readonly options: StormOptions;
  readonly progress: Progress;
  readonly people: Person[];
  readonly real: RealBuilds | null;
  readonly end: number;
}): Promise<void> {
  const { count, say } = options;
  const waiting = new Set<Promise<void>>();
  while (progress.came < count && performance.now() < end) {
    if (waiting.size < 20 && isDue(progress, real?.share() ?? 1, underway(rig), options)) {
      progress.came += 1;
      const person = rig.student();
      const coming: Promise<void> = rig
        .submit(person)
        .then(() => void people.push(person))
        .catch((error: unknown) => say(String(error)))
        .finally(() => waiting.delete(coming));
      waiting.add(coming);
      if (progress.came % 50 === 0)
        say(`${progress.came} students came, ${progress.over} of ${progress.planned} faults are over`);
    }
    await sleep(50);
  }
  progress.allCame = true;
  await Promise.all(waiting);
}

/**
 * Whether the next student comes: in step with the faults and the real builds. When these delay the class, a few submissions stay under
 * way, because a fault needs a target, and a real box a student who is not served elsewhere.
 */
function isDue(
  { planned, over, count, came }: Progress,
  built: number,
  underway: number,
  { atOnce }: StormOptions,
): boolean {
  const struck = planned === 0 ? 1 : over / planned;
  const inStep = came < count * (0.1 + 0.9 * Math.min(struck, built));
  return underway < (inStep ? atOnce : 3);
}

/** Submissions without a verdict; counted as none while the records cannot be read. */
function underway(rig: Rig): number {
  try {
    return countUnderway(rig.database);
  } catch {
    return 0;
  }
}
