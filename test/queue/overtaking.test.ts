import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import type { VerifyQueue } from '../../src/queue/verify-queue.ts';
import type { VerifyJob } from '../../src/submission/job.ts';
import { newPrefix, redisUrl, silent } from '../support/redis.ts';

/** Students with many attempts let others overtake, but nobody waits without end. On a real Redis; only the test takes jobs. */
let queue: VerifyQueue;
let added: number;
beforeEach(() => {
  queue = new BullmqVerifyQueue({ url: redisUrl(), prefix: newPrefix(), log: silent });
  added = 0;
});
afterEach(() => queue.close());

const job = (id: string): VerifyJob => ({
  v: 1,
  submission: id,
  run: 1,
  lesson: { slug: 'backend-docker', digest: 'd' },
  files: 'f'.repeat(64),
});
const join = (id: string, turn: number): Promise<void> =>
  queue.add(job(id), { Dockerfile: 'FROM scratch\n' }, turn);
const comeMore = async (count: number, turn = 0): Promise<void> => {
  for (let n = 0; n < count; n++) await join(`s${++added}`, turn);
};
const position = async (id: string): Promise<number> => {
  const state = await queue.state(id, 1);
  return state.state === 'waiting' ? state.place.position : 0;
};
/** This many are served: they leave the queue from its front. */
const serve = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) {
    const [next] = (await queue.overview()).next;
    if (next !== undefined) await queue.cancel(next.submission, next.run, 'by-ta');
  }
};

describe('the order of the queue', () => {
  test.each([
    [0, 1],
    [1, 21],
    [3, 61],
    [49, 101],
  ])('the next ones pass after %d turns, until %d is reached', async (turn, last) => {
    await join('often', turn);
    await comeMore(130);
    expect(await position('often')).toBe(last);
    await comeMore(20);
    expect(await position('often')).toBe(last);
  });

  test('lets nobody overtake a student who already has a hundred jobs ahead of them', async () => {
    await comeMore(100);
    await join('often', 5);
    await comeMore(30);
    expect(await position('often')).toBe(101);
  });

  test('limits how many may overtake a student who waits behind more than a hundred', async () => {
    await comeMore(70);
    await join('often', 5);
    await comeMore(60);
    expect(await position('often')).toBe(101);
  });

  test('lets nobody be overtaken once a hundred have been served, whoever comes in between', async () => {
    await comeMore(40);
    await join('often', 5);
    let served = 0;
    while ((await position('often')) > 0) {
      await comeMore(2);
      await serve(1);
      served += 1;
      if (served > 110) break;
    }
    expect(served).toBeLessThanOrEqual(101);
  });

  test('keeps a trial run behind students’ submissions until a thousand have passed', async () => {
    await join('trial', 50);
    await comeMore(120, 1);
    expect(await position('trial')).toBe(121);
  });

  test('students with equally many attempts are served first come, first served', async () => {
    await join('a', 2);
    await join('b', 2);
    expect([await position('a'), await position('b')]).toEqual([1, 2]);
  });
});
