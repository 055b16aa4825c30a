import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import type { Submission } from '../../src/records/records.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, openScene, type Scene, workOf } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const queued = async (n: number, guild?: string): Promise<Submission> => {
  const { submission } = await accepted(scene.desk.submit(workOf(n, guild)));
  return submission;
};
const position = async (submission: Submission): Promise<number | null> => {
  const job = await scene.queue.state(submission.id, submission.run);
  return job.state === 'waiting' ? job.place.position : null;
};
const judged = (submission: Submission) =>
  until(
    async () => (await scene.records.submissions.get(submission.id))?.verdict ?? null,
    (verdict) => verdict !== null,
  );

describe('a teaching assistant', () => {
  test('pauses the queue, so that nothing new starts until it is resumed', async () => {
    await scene.desk.pause();
    const first = await queued(1);
    scene.judge(() => verdictOf('passed'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await position(first)).toBe(1);
    expect((await scene.queue.overview()).paused).toBe(true);
    await scene.desk.resume();
    expect(await judged(first)).toMatchObject({ outcome: 'passed' });
    expect((await scene.queue.overview()).paused).toBe(false);
  });

  test('moves a submission to the front, before one that was moved there earlier', async () => {
    const [a, b, c] = [await queued(1), await queued(2), await queued(3)];
    expect(await scene.desk.promote(c)).toBe(true);
    expect([await position(c), await position(a), await position(b)]).toEqual([1, 2, 3]);
    expect(await scene.desk.promote(b)).toBe(true);
    expect([await position(b), await position(c), await position(a)]).toEqual([1, 2, 3]);
    expect((await scene.queue.overview()).next.map(({ submission }) => submission)).toEqual(
      [b, c, a].map(({ id }) => id),
    );
    const order: string[] = [];
    scene.judge(({ submission }) => {
      order.push(submission);
      return verdictOf('passed');
    });
    await judged(a);
    expect(order).toEqual([b, c, a].map(({ id }) => id));
    expect(await scene.desk.promote((await scene.records.submissions.get(a.id)) ?? a)).toBe(false);
  });

  test('sees what ended in an infrastructure error and retries it as a new run', async () => {
    const notified: [string, number][] = [];
    scene.desk.notifyWith(async ({ id, run }) => void notified.push([id, run]));
    const broken = { ...verdictOf('error'), reason: 'engine-away' as const };
    scene.judge(({ run }) => (run === 1 ? broken : verdictOf('passed')));
    const [mine, other] = [await queued(1), await queued(2, '100000000000000002')];
    await Promise.all([judged(mine), judged(other)]);
    const parked = await scene.desk.parked(mine.student.guild, 10);
    expect(parked.map(({ id, run }) => [id, run])).toEqual([[mine.id, 1]]);
    const again = await scene.desk.retry(parked[0] ?? mine);
    expect(again).toMatchObject({ id: mine.id, run: 2 });
    expect(await scene.desk.retry(again ?? mine)).toBeNull();
    // The error stays listed until the new run has passed or failed.
    await until(
      async () => (await scene.records.submissions.get(mine.id))?.verdict?.outcome,
      (outcome) => outcome === 'passed',
    );
    expect(await scene.desk.parked(mine.student.guild, 10)).toEqual([]);
    await until(
      () => notified.filter(([id]) => id === mine.id),
      (runs) => runs.length === 2,
    );
  });

  test('a retry is not offered of what the student has already sent again', async () => {
    const broken = { ...verdictOf('error'), reason: 'engine-away' as const };
    scene.judge(() => broken);
    const first = await queued(1);
    await judged(first);
    const second = await queued(1);
    await judged(second);
    expect((await scene.desk.parked(first.student.guild, 10)).map(({ id }) => id)).toEqual([second.id]);
  });

  test('clears only the waiting submissions of the teaching assistant’s class, and none that runs', async () => {
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    scene.judge(async () => {
      await held;
      return verdictOf('passed');
    });
    const runs = await queued(1);
    await until(
      () => scene.queue.state(runs.id, 1),
      ({ state }) => state === 'running',
    );
    const [a, b, other] = [await queued(2), await queued(3), await queued(4, '100000000000000002')];
    expect(await scene.desk.clearWaiting(runs.student.guild)).toBe(2);
    for (const { id } of [a, b])
      expect((await scene.records.submissions.get(id))?.verdict).toMatchObject({ reason: 'by-ta' });
    expect(await position(other)).toBe(1);
    finish();
    expect(await judged(runs)).toMatchObject({ outcome: 'passed' });
  });

  test('sees how long the oldest waiting submission has waited, not counting the running one', async () => {
    expect(await scene.desk.oldestWaiting()).toBeNull();
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = await queued(1);
    scene.judge(async () => {
      await held;
      return verdictOf('passed');
    });
    await until(
      () => scene.queue.state(first.id, 1),
      ({ state }) => state === 'running',
    );
    expect(await scene.desk.oldestWaiting()).toBeNull();
    const second = await queued(2);
    await queued(3);
    expect(await scene.desk.oldestWaiting()).toBe(second.receivedAt);
    finish();
  });

  test('drains a worker by its name, and names of workers that are gone are forgotten', async () => {
    const sign = JSON.stringify({ id: 'w', boxes: 2, jobs: [], at: Date.now() });
    await scene.redis.hset(redisKeys(scene.prefix).workers, 'w', sign);
    await scene.desk.drain('gone');
    await scene.desk.drain('w');
    expect(await scene.redis.hkeys(redisKeys(scene.prefix).drained)).toEqual(['w']);
    await scene.desk.undrain('w');
    expect(await scene.redis.hkeys(redisKeys(scene.prefix).drained)).toEqual([]);
  });
});
