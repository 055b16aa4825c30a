import type { Dice } from './dice.ts';
import type { RealBuilds } from './real-builds.ts';
import type { Rig } from './rig.ts';
import type { SmallDisk } from './small-disk.ts';

/** What a fault strikes: two that strike the same thing come one after the other. There are several workers and boxes. */
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
  /** Takes a minute or more in its full length: comes less often. */
  readonly slow?: boolean;
  /** Strikes what is there for a few submissions only: comes as often as there is something to strike. */
  readonly rare?: boolean;
  /** Strikes and mends; false when there was nothing to strike at. */
  readonly strike: () => Promise<boolean>;
}

export interface Means {
  readonly rig: Rig;
  readonly dice: Dice;
  /** How long a lock of a job lasts. Milliseconds. */
  readonly lockMs: number;
  /** How long Redis is away when it is away for a minute. Milliseconds. */
  readonly minuteMs: number;
  readonly disk: SmallDisk | null;
  /** Real boxes and their workers; null where everything is only timed. */
  readonly real?: RealBuilds | null;
}
