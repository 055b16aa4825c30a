import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { Repair } from '../../src/desk/repair.ts';
import { RunningTimes } from '../../src/desk/running-times.ts';
import { SubmissionQueue } from '../../src/desk/submission-queue.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import type { Submission } from '../../src/records/records.ts';
import { redisUrl, silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, openScene, type Scene, workOf } from './scene.ts';

let scene: Scene;
let clock = 0;
let finish = (): void => undefined;
const realNow = Date.now;

beforeEach(async () => {
  scene = await openScene();
  clock = 0;
});
afterEach(async () => {
  Date.now = realNow;
  finish();
  await scene.close();
});

/** The rounds of a desk, with a monotonic clock that the test controls. */
const rounds = () => {
  const { records, queue } = scene;
  const submissions = new SubmissionQueue({ records, queue, mostWaiting: 1_000, log: silent });
  const runningTimes = new RunningTimes(() => clock);
  const repair = new Repair({ records, queue, submissions, runningTimes, log: silent });
  return () => repair.round();
};
const later = (ms: number): void => {
  Date.now = () => realNow() + ms;
};
const verdict = async ({ id }: Submission) => (await scene.records.submissions.get(id))?.verdict ?? null;
const queued = async (): Promise<Submission> => {
  const { submission } = await accepted(scene.desk.submit(workOf(1)));
  await until(
    async () => (await scene.records.submissions.get(submission.id))?.state,
    (state) => state === 'queued',
  );
  return submission;
};
const hold = (): void => {
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  scene.judge(async () => {
    await held;
    return verdictOf('passed');
  });
};

describe('a job that runs for longer than all its clocks', () => {
  const sign = (longestMs: number) =>
    scene.redis.hset(
      redisKeys(scene.prefix).workers,
      'w',
      JSON.stringify({ id: 'w', boxes: 1, jobs: [], longestMs, at: realNow() + 600_000 }),
    );

  test('becomes an infrastructure error, and its worker’s late verdict is only history', async () => {
    hold();
    const submission = await queued();
    await until(
      () => scene.queue.state(submission.id, 1),
      ({ state }) => state === 'running',
    );
    await sign(60_000);
    later(60_000);
    const round = rounds();
    await round();
    clock += 59_000;
    await round();
    expect(await verdict(submission)).toBeNull();
    clock += 2_000;
    await round();
    expect(await verdict(submission)).toMatchObject({ outcome: 'error', reason: 'worker-lost' });
    finish();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await verdict(submission)).toMatchObject({ outcome: 'error', reason: 'worker-lost' });
  });

  test('a long job is not assumed because the clock was set a day ahead', async () => {
    hold();
    const submission = await queued();
    await until(
      () => scene.queue.state(submission.id, 1),
      ({ state }) => state === 'running',
    );
    await sign(60_000);
    later(86_400_000);
    const round = rounds();
    await round();
    await round();
    expect(await verdict(submission)).toBeNull();
  });
});

describe('a verdict on its way', () => {
  test('a finished job whose verdict is not consumed yet does not run again', async () => {
    const submission = await queued();
    // The bot that would consume it is away; its worker has sent it and ended the job.
    const verdicts = new Queue('verdicts', { connection: { url: redisUrl() }, prefix: scene.prefix });
    await verdicts.pause();
    scene.judge(() => verdictOf('passed'));
    await until(
      () => scene.queue.state(submission.id, 1),
      ({ state }) => state === 'done',
    );
    later(60_000);
    await rounds()();
    expect((await scene.records.submissions.get(submission.id))?.run).toBe(1);
    await verdicts.resume();
    await until(
      () => verdict(submission),
      (found) => found !== null,
    );
    await rounds()();
    expect(await scene.records.submissions.get(submission.id)).toMatchObject({ run: 1, state: 'judged' });
    await verdicts.close();
  });
});

describe('a clock that was set back', () => {
  test('does not keep a delayed job waiting for hours', async () => {
    const queue = new Queue('verify', { connection: { url: redisUrl() }, prefix: scene.prefix });
    await queue.pause();
    await queue.add('verify', {}, { jobId: 'far', delay: 3_600_000 });
    await queue.add('verify', {}, { jobId: 'near', delay: 20_000 });
    // The desk's own round may have done so already.
    expect(await scene.queue.hurryDelayed()).toBeLessThanOrEqual(1);
    expect(await queue.getDelayedCount()).toBe(1);
    expect((await scene.queue.counts()).waiting).toBe(1);
    await queue.close();
  });
});

describe('the files of a submission', () => {
  const blobs = () => scene.redis.hkeys(redisKeys(scene.prefix).files);

  test('leave Redis with the verdict, while another student’s identical files stay', async () => {
    const one = await accepted(scene.desk.submit(workOf(1)));
    const same = await accepted(scene.desk.submit({ ...workOf(2), files: workOf(1).files }));
    expect(await blobs()).toHaveLength(2);
    await scene.desk.cancel(one.submission, 'by-student');
    expect(await blobs()).toEqual([`${same.submission.id}-1`]);
    scene.judge(() => verdictOf('passed'));
    await until(
      () => verdict(same.submission),
      (found) => found !== null,
    );
    await until(blobs, (left) => left.length === 0);
  });
});

test('a submission cancelled while Redis is away is cancelled at once for the student and leaves the queue later', async () => {
  const submission = await queued();
  scene.wire.cut();
  expect(await scene.desk.cancel(submission, 'by-student')).toBe(true);
  expect(await verdict(submission)).toMatchObject({ reason: 'by-student' });
  scene.wire.mend();
  await until(
    () => scene.queue.counts().catch(() => null),
    (counts) => counts?.waiting === 0,
    15_000,
  );
});

test('the repair round removes files whose release was lost and keeps those still needed', async () => {
  hold();
  const waiting = await queued();
  const { records, queue, redis, prefix } = scene;
  const { submission: judged } = await accepted(scene.desk.submit(workOf(2)));
  await records.submissions.judge(judged.id, judged.run, verdictOf('passed'), Date.now());
  const kept = async () => (await queue.heldRuns()).map(({ submission, run }) => `${submission}-${run}`);
  expect((await kept()).sort()).toEqual([`${waiting.id}-1`, `${judged.id}-1`].sort());
  await rounds()();
  expect(await kept()).toEqual([`${waiting.id}-1`]);
  expect(await redis.hkeys(redisKeys(prefix).files)).toEqual([`${waiting.id}-1`]);
  await queue.cancel(judged.id, judged.run, 'by-ta');
});

test('the repair round puts files again from the records that Redis lost, and none of what is judged', async () => {
  const { records, redis, prefix, queue } = scene;
  const lost = await queued();
  const { submission: judged } = await accepted(scene.desk.submit(workOf(2)));
  await records.submissions.judge(judged.id, judged.run, verdictOf('passed'), Date.now());
  const key = redisKeys(prefix).files;
  const before = await redis.hget(key, `${lost.id}-1`);
  await redis.del(key);
  // A moment ago it may still have been on its way.
  await rounds()();
  expect(await redis.hkeys(key)).toEqual([]);
  later(60_000);
  await rounds()();
  expect(await redis.hgetall(key)).toEqual({ [`${lost.id}-1`]: before });
  expect((await queue.state(lost.id, 1)).state).toBe('waiting');
  await queue.cancel(judged.id, judged.run, 'by-ta');
});
