import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Means } from './fault.ts';

/** Faults of Redis. */
export function redisFaults({ rig, dice, minuteMs }: Means): Record<string, Fault> {
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

/** Faults of the records. */
export function recordsFaults({ rig, dice, disk }: Means): Record<string, Fault> {
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
