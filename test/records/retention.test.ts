import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Retention } from '../../src/records/retention.ts';
import { silent } from '../support/redis.ts';

const day = 86_400_000;
let moments: number[];
let fails: boolean;
const records = {
  personalData: {
    prune: async (before: number) => {
      moments.push(before);
      if (fails) throw new Error('busy');
      return { submissions: 1, files: 0 };
    },
  },
};

beforeEach(() => {
  moments = [];
  fails = false;
  jest.useFakeTimers({ now: 1_000 * day });
});
afterEach(() => {
  jest.useRealTimers();
});

test('prunes soon after the start and a few times a day, by the configured age', async () => {
  const retention = new Retention({ records, days: 30, log: silent });
  await jest.advanceTimersByTimeAsync(day);
  expect(moments.length).toBeGreaterThanOrEqual(4);
  expect(moments[0]).toBeGreaterThan(970 * day);
  expect(moments[0]).toBeLessThan(970 * day + 3_600_000);
  await retention.close();
  const before = moments.length;
  await jest.advanceTimersByTimeAsync(2 * day);
  expect(moments).toHaveLength(before);
});

test('prunes again after a round that failed', async () => {
  fails = true;
  const retention = new Retention({ records, days: 30, log: silent });
  await jest.advanceTimersByTimeAsync(day);
  expect(moments.length).toBeGreaterThan(1);
  await retention.close();
});

test('prunes nothing when retention is off', async () => {
  const retention = new Retention({ records, days: 0, log: silent });
  await jest.advanceTimersByTimeAsync(30 * day);
  expect(moments).toEqual([]);
  await retention.close();
});
