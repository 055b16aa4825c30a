import type { Redis } from 'ioredis';

/** A claim that is not renewed for this long is over: its worker is gone. As long as BullMQ's own lock. Milliseconds. */
const claimMs = 30_000;

const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;
const claimScript = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/**
 * Claims a student for one job: a second verification of hers waits until the first is over, on whatever worker.
 * The same job may claim her again, for instance after its worker died.
 *
 * @returns how to end the claim, or null when another job of hers runs
 */
export async function claimStudent(redis: Redis, key: string, job: string): Promise<(() => void) | null> {
  const claim = async (): Promise<boolean> => (await redis.eval(claimScript, 1, key, job, claimMs)) === 1;
  if (!(await claim())) return null;
  const renewing = setInterval(() => {
    // One that got lost meanwhile lets a second build run beside this one: no more than a pity.
    claim().catch(() => undefined);
  }, claimMs / 3);
  return () => {
    clearInterval(renewing);
    redis.eval(releaseScript, 1, key, job).catch(() => undefined);
  };
}
