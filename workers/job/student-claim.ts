import type { Redis } from 'ioredis';

/** A claim that is not renewed for this long expires: its worker is gone. As long as BullMQ's own lock. Milliseconds. */
const claimMs = 30_000;

const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;
const claimScript = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/**
 * Claims a student for one job: their second verification waits until the first is over, on whichever worker. The same job may claim the
 * student again, for instance after its worker died.
 *
 * @returns a function that ends the claim, or null while another job of this student runs
 */
export async function claimStudent(redis: Redis, key: string, job: string): Promise<(() => void) | null> {
  const claim = async (): Promise<boolean> => (await redis.eval(claimScript, 1, key, job, claimMs)) === 1;
  if (!(await claim())) return null;
  const renewing = setInterval(() => {
    // If the claim is lost meanwhile, a second build may run beside this one, which is tolerable.
    claim().catch(() => undefined);
  }, claimMs / 3);
  return () => {
    clearInterval(renewing);
    redis.eval(releaseScript, 1, key, job).catch(() => undefined);
  };
}
