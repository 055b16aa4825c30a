import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { claimStudent } from '../../../workers/job/student-claim.ts';
import { newPrefix, redisUrl } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

let redis: Redis;
let key: string;
beforeEach(() => {
  redis = new Redis(redisUrl());
  key = `${newPrefix()}:busy:x`;
});
afterEach(async () => {
  await redis.del(key);
  redis.disconnect();
});

test('a student has one job at a time; the same job may claim them again; its end frees them', async () => {
  const end = await claimStudent(redis, key, 'sa-1');
  expect(end).not.toBeNull();
  expect(await claimStudent(redis, key, 'sb-1')).toBeNull();
  const again = await claimStudent(redis, key, 'sa-1');
  expect(again).not.toBeNull();
  end?.();
  again?.();
  const next = await until(
    () => claimStudent(redis, key, 'sb-1'),
    (claimed) => claimed !== null,
  );
  // A late release, from a worker that lost its job, does not free what another worker has claimed.
  end?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await redis.get(key)).toBe('sb-1');
  next?.();
});

test('the claim of a dead worker expires', async () => {
  const end = await claimStudent(redis, key, 'sa-1');
  expect(await redis.pttl(key)).toBeGreaterThan(20_000);
  expect(await redis.pttl(key)).toBeLessThanOrEqual(30_000);
  end?.();
});
