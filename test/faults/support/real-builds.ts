import { join } from 'node:path';
import { type OwnBox, ownBox } from '../../attacks/support/own-box.ts';
import { type ControlledProcess, controlledProcess } from './controlled-process.ts';
import { recorded } from './recorded.ts';
import type { Rig } from './rig.ts';

/** The supervisor ends a box whose disk holds more than this. Bytes. */
export const fullAt = 2_500_000_000;

/** The storm's own real boxes, each with a worker as an operator starts it. */
export interface RealBuilds {
  readonly pairs: readonly { readonly box: OwnBox; readonly worker: ControlledProcess }[];
  /** How many verdicts came from these. */
  readonly built: () => number;
  /** The share of the wanted builds that is done: 0 to 1. */
  readonly share: () => number;
  /** Boxes that are still leased. */
  readonly held: () => Promise<number>;
  /** The workers take no more jobs, and their running ones have ended. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Takes a share of the class until `wanted` have been built. */
export async function buildForReal(
  rig: Rig,
  options: { readonly boxes: number; readonly wanted: number; readonly say: (line: string) => void },
): Promise<RealBuilds> {
  const { wanted, say } = options;
  const pairs = await Promise.all(
    Array.from({ length: options.boxes }, async (_, n) => {
      const box = await ownBox({ more: ['-e', `BOX_DISK_WATCH_BYTES=${fullAt}`] });
      const worker = controlledProcess({
        entry: '../../../bin/dockhand.js',
        args: ['worker'],
        env: { ...rig.env, SANDBOX_BOXES: box.folder },
        log: join(rig.folder, `worker-real-${n}.log`),
        readyMs: 5_000,
      });
      await worker.start();
      return { box, worker };
    }),
  );
  const built = (): number => {
    try {
      return recorded(rig.database).filter(({ checker }) => checker !== 'timed' && checker !== '').length;
    } catch {
      return 0;
    }
  };
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    clearInterval(looking);
    stopped ??= Promise.all(pairs.map(({ worker }) => worker.stop())).then(() =>
      say(`${built()} were built for real`),
    );
    return stopped;
  };
  let seen = 0;
  const looking = setInterval(() => {
    seen = built();
    if (seen >= wanted) void stop();
  }, 2_000);
  return {
    pairs,
    built,
    share: () => Math.min(1, seen / wanted),
    held: async () => {
      const states = await Promise.all(
        pairs.map(({ box }) =>
          box.supervisor.status().then(
            ({ state }) => state,
            () => 'away',
          ),
        ),
      );
      return states.filter((state) => state === 'leased').length;
    },
    stop,
    close: async () => {
      clearInterval(looking);
      await Promise.all(pairs.map(({ worker }) => worker.kill()));
      await Promise.all(pairs.map(({ box }) => box.remove()));
    },
  };
}
