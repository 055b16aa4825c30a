import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { VerdictNotifier } from '../../src/desk/verdict-notifier.ts';
import type { Records, Submission } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { newId } from '../../src/submission/ids.ts';
import { silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

let records: Records;
let notifier: VerdictNotifier;
let judgedAt = 0;

beforeEach(async () => {
  records = await openRecords(':memory:');
  notifier = new VerdictNotifier({
    unnotified: (limit, after) => records.backlog.unnotified(limit, after),
    markNotified: (id, run, at) => records.submissions.markNotified(id, run, at),
    log: silent,
  });
  judgedAt = 100;
});
afterEach(async () => {
  jest.useRealTimers();
  await notifier.end();
  await records.close();
});

const judged = async (user: string): Promise<string> => {
  const id = newId('s');
  const student = { guild: '1', user };
  const lesson = { slug: 'l', digest: 'd' };
  await records.submissions.create({
    id,
    student,
    lesson,
    files: { Dockerfile: 'x' },
    receivedAt: 1,
    reply: null,
  });
  judgedAt += 1;
  await records.submissions.judge(id, 1, verdictOf('passed'), judgedAt);
  return id;
};

/** A notifier that ends when the test says so. */
const gates = () => {
  const open = new Map<string, () => void>();
  return {
    asked: () => [...open.keys()],
    teller: (submission: Submission): Promise<void> =>
      new Promise((resolve) => open.set(submission.id, resolve)),
    through: (id: string) => open.get(id)?.(),
  };
};

describe('the verdict notifier', () => {
  test('notifies several students at once and each student in order', async () => {
    const [ada1, ada2, bob] = [await judged('ada'), await judged('ada'), await judged('bob')];
    const gate = gates();
    notifier.begin(gate.teller);
    await until(gate.asked, (asked) => asked.length === 2);
    expect(gate.asked()).toEqual([ada1, bob]);
    gate.through(ada1);
    await until(gate.asked, (asked) => asked.length === 3);
    expect(gate.asked()).toEqual([ada1, bob, ada2]);
    gate.through(ada2);
    gate.through(bob);
    await until(
      () => records.backlog.unnotified(10),
      (left) => left.length === 0,
    );
  });

  test('students whom nothing reaches hold nobody up, even when they fill a whole batch', async () => {
    for (let i = 0; i < 70; i += 1) await judged(`lost-${i % 10}`);
    const last = await judged('bob');
    const notified: string[] = [];
    notifier.begin(async (submission) => {
      if (submission.student.user.startsWith('lost')) throw new Error('Discord says no');
      notified.push(submission.id);
    });
    await until(
      () => notified,
      () => notified.length === 1,
    );
    expect(notified).toEqual([last]);
    expect(await records.backlog.unnotified(100)).toHaveLength(70);
  });

  test('never notifies more students at once than its limit, and all of them in the end', async () => {
    for (let i = 0; i < 40; i += 1) await judged(`student-${i}`);
    let now = 0;
    let most = 0;
    let notified = 0;
    notifier.begin(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
      notified += 1;
    });
    await until(
      () => notified,
      (count) => count === 40,
    );
    expect(most).toBe(8);
  });

  test('retries a failed notification less and less often', async () => {
    await judged('ada');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    let tries = 0;
    notifier.begin(async () => {
      tries += 1;
      throw new Error('Discord is away');
    });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(tries).toBe(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(tries).toBe(2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(tries).toBe(2);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(tries).toBe(3);
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(25);
  });

  test('marks a sent notification later when the records refused it, without sending it again', async () => {
    const id = await judged('ada');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    let notified = 0;
    let away = true;
    const { markNotified } = records.submissions;
    Object.assign(records.submissions, {
      markNotified: (...of: Parameters<typeof markNotified>) =>
        away ? Promise.reject(new Error('the disk is full')) : markNotified(...of),
    });
    notifier.begin(async () => {
      notified += 1;
    });
    await jest.advanceTimersByTimeAsync(6_000);
    expect((await records.submissions.get(id))?.notifiedAt).toBeNull();
    away = false;
    await jest.advanceTimersByTimeAsync(60_000);
    expect((await records.submissions.get(id))?.notifiedAt).not.toBeNull();
    expect(notified).toBe(1);
  });

  test('reads the records again when they could not be read', async () => {
    await judged('ada');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const { unnotified } = records.backlog;
    let away = true;
    Object.assign(records.backlog, {
      unnotified: (...of: Parameters<typeof unnotified>) =>
        away ? Promise.reject(new Error('away')) : unnotified(...of),
    });
    let notified = 0;
    notifier.begin(async () => {
      notified += 1;
    });
    await jest.advanceTimersByTimeAsync(1_000);
    away = false;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(notified).toBe(1);
  });
});
