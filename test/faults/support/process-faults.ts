import { setTimeout as sleep } from 'node:timers/promises';
import { phaseNames } from '../../../src/submission/verdict.ts';
import type { ControlledProcess } from './controlled-process.ts';
import type { Dice } from './dice.ts';
import type { Fault, Means } from './fault.ts';

/** The writes in a submission's life, in order; the bot can die before and after each. */
const writes = [
  'records.submissions.create',
  'queue.add',
  'records.submissions.markQueued',
  'records.submissions.judge',
  'queue.release',
  'notify',
  'records.submissions.markNotified',
] as const;
export const crashPoints: readonly string[] = writes.flatMap((write) => [
  `${write}:before`,
  `${write}:after`,
]);

/** Faults of workers, and of the link to the remote one. */
export function workerFaults({ rig, dice, lockMs, minuteMs }: Means): Record<string, Fault> {
  const phases = dice.shuffled(phaseNames);
  let turn = 0;
  const { remote } = rig;
  const cut = async (ms: number): Promise<boolean> => {
    if (remote === null) return false;
    await remote.wire.cut();
    await sleep(ms);
    await remote.wire.mend();
    return true;
  };
  const whole = [...rig.workers];
  /** Strikes a worker that no other fault strikes at the moment. */
  const oneOf = (strike: (worker: ControlledProcess) => Promise<boolean>): Fault => ({
    lane: 'workers',
    strike: async () => {
      if (whole.length === 0) return false;
      const worker = dice.one(whole);
      whole.splice(whole.indexOf(worker), 1);
      try {
        return await strike(worker);
      } finally {
        whole.push(worker);
      }
    },
  });
  return {
    'worker killed': oneOf(async (worker) => {
      // Each phase in turn, so that none is left out.
      const died = await dies(worker, phases[turn++ % phases.length] ?? 'build', 15_000);
      if (!died) await worker.kill();
      await worker.start();
      return died;
    }),
    'worker stopped': oneOf(async (worker) => {
      await worker.stop();
      await worker.start();
      return true;
    }),
    // Another worker gets its jobs, and then it continues with them.
    'two workers with one job': oneOf(async (worker) => {
      worker.freeze();
      await sleep(2 * lockMs);
      worker.thaw();
      return true;
    }),
    'worker too busy to renew': oneOf(async (worker) => {
      worker.inject({ busy: lockMs * 0.45 });
      await sleep(lockMs / 2);
      return true;
    }),
    'worker’s clock jumps': oneOf((worker) => jump(worker, dice)),
    ...(remote === null
      ? {}
      : {
          'network cut': { lane: 'wire', strike: () => cut(dice.between(500, 1.5 * lockMs)) },
          'network cut for a minute': { lane: 'wire', slow: true, strike: () => cut(minuteMs) },
        }),
  };
}

/** Faults of the bot. */
export function botFaults({ rig, dice }: Means): Record<string, Fault> {
  const { bot, twin } = rig;
  const points = dice.shuffled(crashPoints);
  let turn = 0;
  return {
    'bot killed': {
      lane: 'bot',
      strike: async () => {
        const died = await dies(
          bot,
          points[turn++ % points.length] ?? 'records.submissions.create:after',
          15_000,
        );
        if (!died) await bot.kill();
        await bot.start();
        return died;
      },
    },
    'bot restarted': {
      lane: 'bot',
      strike: async () => {
        await bot.stop();
        await bot.start();
        return true;
      },
    },
    'two bots': {
      lane: 'bot',
      strike: async () => {
        await twin.start();
        await sleep(dice.between(1_000, 4_000));
        await twin.kill();
        return true;
      },
    },
    'bot’s clock jumps': { lane: 'bot', strike: () => jump(bot, dice) },
  };
}

/** Dies at a crash point, if it reaches it in time. */
async function dies(process: ControlledProcess, point: string, ms: number): Promise<boolean> {
  process.inject({ crashAt: point });
  return process.died(ms);
}

async function jump(process: ControlledProcess, dice: Dice): Promise<boolean> {
  const hour = 3_600_000;
  process.inject({ clock: dice.one([-24 * hour, -hour, -60_000, 60_000, hour, 24 * hour]) });
  await sleep(dice.between(1_000, 4_000));
  process.inject({ clock: 0 });
  return true;
}
