import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnBox } from '../../attacks/support/own-box.ts';
import type { ControlledProcess } from './controlled-process.ts';
import type { Fault, Means } from './fault.ts';
import { fullAt } from './real-builds.ts';

/** How long to wait for a box that has a job. Milliseconds. */
const waitMs = 90_000;
/** A fault strikes a real build at a random moment within this time. Milliseconds. */
const buildMs = 25_000;

const signalEngine = (box: OwnBox, signal: 'KILL' | 'STOP'): Promise<string> =>
  box.inside(
    'sh',
    '-c',
    `for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = dockerd ] && kill -${signal} $(basename $p); done; true`,
  );

/** Faults of real boxes, and of the workers that build in them, in the middle of a build. */
export function realFaults({ dice, real = null }: Means): Record<string, Fault> {
  if (real === null) return {};
  const during = (strike: (box: OwnBox, worker: ControlledProcess) => Promise<unknown>): Fault => ({
    lane: 'real',
    rare: true,
    strike: async () => {
      const end = performance.now() + waitMs;
      while (performance.now() < end && real.pairs.some(({ worker }) => worker.running())) {
        const { box, worker } = dice.one(real.pairs);
        if (worker.running() && (await isLeased(box))) {
          await sleep(dice.between(0, buildMs));
          if (worker.running() && (await isLeased(box))) {
            await strike(box, worker);
            return true;
          }
        }
        await sleep(300);
      }
      return false;
    },
  });
  return {
    'real engine killed': during((box) => signalEngine(box, 'KILL')),
    'real engine frozen': during((box) => signalEngine(box, 'STOP')),
    // Allocates blocks without writing them.
    'real box’s disk full': during((box) => box.inside('fallocate', '-l', String(fullAt), '/data/filler')),
    'real worker killed': during(async (_, worker) => {
      await worker.kill();
      await worker.start();
    }),
  };
}

const isLeased = (box: OwnBox): Promise<boolean> =>
  box.supervisor.status().then(
    ({ state }) => state === 'leased',
    () => false,
  );
