import type { Dice } from './dice.ts';
import type { RealBuilds } from './real-builds.ts';
import type { Rig } from './rig.ts';
import type { SmallDisk } from './small-disk.ts';

/** What a fault strikes: faults with the same target come one after the other. There are several workers and boxes. */
export const lanes = {
  bot: 1,
  workers: 2,
  wire: 1,
  redis: 1,
  records: 1,
  discord: 1,
  jobs: 1,
  boxes: 2,
  real: 1,
} as const;
export type Lane = keyof typeof lanes;

export interface Fault {
  readonly lane: Lane;
  /** Takes a minute or more in its full length, so it comes less often. */
  readonly slow?: boolean;
  /** Its target exists only for a few submissions, so it comes as often as there is one. */
  readonly rare?: boolean;
  /** Strikes and repairs; false if there was no target. */
  readonly strike: () => Promise<boolean>;
}

export interface Means {
  readonly rig: Rig;
  readonly dice: Dice;
  /** How long a job's lock lasts. Milliseconds. */
  readonly lockMs: number;
  /** How long Redis is away in an outage of "a minute". Milliseconds. */
  readonly minuteMs: number;
  readonly disk: SmallDisk | null;
  /** Real boxes and their workers; null when all builds are simulated. */
  readonly real?: RealBuilds | null;
}
