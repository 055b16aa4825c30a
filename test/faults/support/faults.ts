import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { phaseNames } from '../../../src/submission/verdict.ts';
import type { Dice } from './dice.ts';
import type { Hurt } from './processes.ts';
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
} as const;
export type Lane = keyof typeof lanes;

export interface Fault {
  readonly lane: Lane;
  /** Takes a minute or more in its full length: comes less often. */
  readonly slow?: boolean;
  /** Strikes and mends; false when there was nothing to strike at. */
  readonly strike: () => Promise<boolean>;
}

/** The writes of a submission's life, in order; the bot can die before and after each. */
export const writes = [
  'records.submit',
  'queue.add',
  'records.markAllQueued',
  'records.judge',
  'queue.release',
  'tell',
  'records.markTold',
] as const;
export const deaths: readonly string[] = writes.flatMap((write) => [`${write}:before`, `${write}:after`]);

export interface Means {
  readonly rig: Rig;
  readonly dice: Dice;
  /** How long a lock of a job lasts. Milliseconds. */
  readonly lockMs: number;
  /** How long Redis is away when it is away for a minute. Milliseconds. */
  readonly minuteMs: number;
  readonly disk: SmallDisk | null;
}

/** Every kind of fault by its name. What this machine does not allow (namespaces, mounts) is not among them. */
export function allFaults(means: Means): Readonly<Record<string, Fault>> {
  return {
    ...workerFaults(means),
    ...botFaults(means),
    ...redisFaults(means),
    ...recordsFaults(means),
    ...discordFaults(means),
    ...jobFaults(means),
    ...boxFaults(means),
  };
}

function workerFaults({ rig, dice, lockMs, minuteMs }: Means): Record<string, Fault> {
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
  /** Strikes one that nothing else strikes at the same moment. */
  const oneOf = (strike: (worker: Hurt) => Promise<boolean>): Fault => ({
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
      // In turn in each phase, so that none is left out.
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
    // Its jobs are given to another, and then it goes on with them.
    'two workers with one job': oneOf(async (worker) => {
      worker.freeze();
      await sleep(2 * lockMs);
      worker.thaw();
      return true;
    }),
    'worker too busy to renew': oneOf(async (worker) => {
      worker.tell({ busy: lockMs * 0.45 });
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

function botFaults({ rig, dice }: Means): Record<string, Fault> {
  const { bot, twin } = rig;
  const points = dice.shuffled(deaths);
  let turn = 0;
  return {
    'bot killed': {
      lane: 'bot',
      strike: async () => {
        const died = await dies(bot, points[turn++ % points.length] ?? 'records.submit:after', 15_000);
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

function redisFaults({ rig, dice, minuteMs }: Means): Record<string, Fault> {
  const { redis } = rig;
  const frozen = async (ms: number): Promise<boolean> => {
    redis.freeze();
    await sleep(ms);
    redis.thaw();
    return true;
  };
  return {
    'Redis killed': {
      lane: 'redis',
      strike: async () => {
        await redis.kill();
        await sleep(dice.between(0, 2_000));
        await redis.start();
        return true;
      },
    },
    'Redis frozen': { lane: 'redis', strike: () => frozen(dice.between(300, 5_000)) },
    'Redis away for a minute': { lane: 'redis', slow: true, strike: () => frozen(minuteMs) },
    'Redis full': {
      lane: 'redis',
      strike: async () => {
        await redis.fill();
        await sleep(dice.between(500, 4_000));
        await redis.empty();
        return true;
      },
    },
  };
}

function recordsFaults({ rig, dice, disk }: Means): Record<string, Fault> {
  return {
    'records locked': {
      lane: 'records',
      strike: async () => {
        const db = new DatabaseSync(rig.database, { timeout: 0 });
        try {
          for (;;) {
            try {
              db.exec('BEGIN IMMEDIATE');
              break;
            } catch {
              await sleep(5);
            }
          }
          await sleep(dice.between(300, 7_000));
          db.exec('ROLLBACK');
        } finally {
          db.close();
        }
        return true;
      },
    },
    ...(disk === null
      ? {}
      : {
          'records’ disk full': {
            lane: 'records',
            strike: async () => {
              await disk.fill();
              await sleep(dice.between(300, 4_000));
              await disk.empty();
              return true;
            },
          },
        }),
  };
}

function discordFaults({ rig, dice }: Means): Record<string, Fault> {
  const { gateway, faults } = rig.classroom;
  const soon = async (): Promise<boolean> => {
    await sleep(dice.between(300, 1_500));
    return true;
  };
  const strikes = (hit: () => void): Fault => ({
    lane: 'discord',
    strike: () => {
      hit();
      return soon();
    },
  });
  const next = (): number => Math.ceil(dice.between(0, 4));
  return {
    'gateway closed': strikes(() => gateway.drop({ resumable: true })),
    'gateway session gone': strikes(() => gateway.drop({ resumable: false, code: 4009 })),
    'gateway asks to reconnect': strikes(() => gateway.askToReconnect()),
    'REST 429': strikes(() => faults.add({ status: 429, retryAfter: 1, times: next() })),
    'REST 429 global': strikes(() => faults.add({ status: 429, retryAfter: 1, global: true, times: 1 })),
    'REST 500': strikes(() => faults.add({ status: 500, times: next() })),
    'REST 502': strikes(() => faults.add({ status: 502, times: next() })),
    'REST slow': strikes(() => faults.add({ slow: 4_000, times: next(), where: /PATCH|messages/ })),
    'interaction answered late': strikes(() =>
      faults.add({ slow: 3_500, times: 1, where: /interactions\/.*callback/ }),
    ),
  };
}

function jobFaults({ rig, dice }: Means): Record<string, Fault> {
  const { ask } = rig.redis;
  const key = (queue: string, id: string): string => `${rig.prefix}:${queue}:${id}`;
  let n = 0;
  /** As BullMQ lays a job out, whose data are not ours. */
  const poison = async (queue: 'verify' | 'verdicts', data: string): Promise<boolean> => {
    const id = `poison${process.pid}x${++n}`;
    await ask
      .multi()
      .hset(key(queue, id), {
        name: queue,
        data,
        opts: JSON.stringify({ attempts: 1, removeOnFail: true }),
        timestamp: String(Date.now()),
        delay: '0',
        priority: '0',
        atm: '0',
      })
      .lpush(key(queue, 'wait'), id)
      .zadd(key(queue, 'marker'), '0', '0')
      .exec();
    await sleep(dice.between(200, 1_000));
    return true;
  };
  const bad = ['{}', '[1]', '"x"', '{"v":1,"submission":"../../x","run":-1}', '{"v":1,"run":1e99}'];
  return {
    'poisoned job': { lane: 'jobs', strike: () => poison('verify', dice.one(bad)) },
    'poisoned verdict': { lane: 'jobs', strike: () => poison('verdicts', dice.one(bad)) },
    'job of an older version': {
      lane: 'jobs',
      strike: async () => {
        for (let tries = 0; tries < 40; tries += 1) {
          const [id] = await ask.zrange(key('verify', 'prioritized'), '-1', '-1');
          const data = id === undefined ? null : await ask.hget(key('verify', id), 'data');
          if (id === undefined || data === null) {
            await sleep(100);
            continue;
          }
          const { student: _, ...older } = JSON.parse(data) as Record<string, unknown>;
          // Only while it is there still: a hash that this made would be a job without an end.
          await ask.eval(
            `if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('HSET', KEYS[1], 'data', ARGV[1]) end`,
            1,
            key('verify', id),
            JSON.stringify(older),
          );
          return true;
        }
        return false;
      },
    },
  };
}

function boxFaults({ rig, dice }: Means): Record<string, Fault> {
  const when = async (strike: () => boolean): Promise<boolean> => {
    for (let tries = 0; tries < 50; tries += 1) {
      if (strike()) return true;
      await sleep(100);
    }
    return false;
  };
  return {
    'engine killed': { lane: 'boxes', strike: () => when(rig.boxes.killEngine) },
    'engine frozen': {
      lane: 'boxes',
      strike: () => when(() => rig.boxes.freeze(dice.between(2_000, 8_000))),
    },
  };
}

/** Dies at a point, if it comes to it in time. */
async function dies(process: Hurt, point: string, ms: number): Promise<boolean> {
  process.tell({ dieAt: point });
  return process.died(ms);
}

async function jump(process: Hurt, dice: Dice): Promise<boolean> {
  const hour = 3_600_000;
  process.tell({ clock: dice.one([-24 * hour, -hour, -60_000, 60_000, hour, 24 * hour]) });
  await sleep(dice.between(1_000, 4_000));
  process.tell({ clock: 0 });
  return true;
}
