import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Means } from './fault.ts';

/** Jobs that cannot be parsed, or that another version wrote. */
export function jobFaults({ rig, dice }: Means): Record<string, Fault> {
  const { ask } = rig.redis;
  const key = (queue: string, id: string): string => `${rig.prefix}:${queue}:${id}`;
  let n = 0;
  /** A job in BullMQ's format with data that are not ours. */
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
          // Only if it still exists: creating the hash here would make a job that never ends.
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
