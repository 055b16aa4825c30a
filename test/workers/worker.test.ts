import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import type { VerifyQueue } from '../../src/queue/verify-queue.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { Progress, VerdictMessage } from '../../src/submission/job.ts';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { VerifyWorker, type WorkerOptions } from '../../workers/worker.ts';
import { newPrefix, redisUrl, silent, wireTo } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { answer, changed, lessonsDir, theLesson } from './support/lesson.ts';
import { pretendBox } from './support/pretend-box.ts';
import { boxesDir } from './support/real-box.ts';

/** The worker between a real Redis and a box; the bot's side of the queue is also real. */
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Scene {
  readonly prefix: string;
  readonly queue: VerifyQueue;
  readonly verdicts: VerdictMessage[];
  readonly progress: Progress[];
  readonly work: (options?: Partial<WorkerOptions>) => Promise<VerifyWorker>;
  readonly hand: (
    files: Record<string, string>,
    lesson?: { slug: string; digest: string },
  ) => Promise<string>;
}

async function scene(url = redisUrl()): Promise<Scene> {
  const prefix = newPrefix();
  const queue = new BullmqVerifyQueue({ url: redisUrl(), prefix, log: silent });
  endings.push(() => queue.close());
  const verdicts: VerdictMessage[] = [];
  const progress: Progress[] = [];
  queue.consumeVerdicts(async (message) => {
    verdicts.push(message);
  });
  queue.onProgress((_submission, _run, told) => progress.push(told));
  let n = 0;
  return {
    prefix,
    queue,
    verdicts,
    progress,
    work: async (options = {}) => {
      const worker = new VerifyWorker({
        id: `w${++n}`,
        redisUrl: url,
        prefix,
        lessonsDir,
        boxesDir: boxesDir(),
        proxy: readProxy(process.env),
        checker: 'test',
        limits: readLimits(process.env),
        log: silent,
        signEveryMs: 300,
        graceMs: 500,
        ...options,
      });
      endings.push(() => worker.close());
      await worker.ready;
      return worker;
    },
    hand: async (files, given) => {
      const { lesson } = await theLesson();
      const submission = `s${Math.random().toString(36).slice(2, 10)}`;
      const { slug, digest } = given ?? lesson;
      await queue.add(
        { v: 1, submission, run: 1, lesson: { slug, digest }, files: digestOfFiles(files) },
        files,
      );
      return submission;
    },
  };
}

const broken = async () => changed(await answer(), 'Dockerfile', ['EXPOSE 8000', 'EXPOSE 8000\nRUN exit 9']);

describe('the worker', () => {
  test('carries a job from the queue to a verdict and reports its progress', async () => {
    const { queue, verdicts, progress, work, hand } = await scene();
    await work();
    const submission = await hand(await answer());
    await until(
      () => verdicts.length,
      (count) => count === 1,
      120_000,
    );
    expect(verdicts[0]).toMatchObject({ submission, run: 1, verdict: { outcome: 'passed', reason: null } });
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(
      new Set(['build', 'inspect', 'run', 'ready', 'probe', 'migrations', 'stop', 'again', 'rebuild']),
    );
    expect(await queue.state(submission, 1)).toEqual({ state: 'done' });
  }, 150_000);

  test('runs a job that is the student’s failure once, not three times', async () => {
    const { verdicts, work, hand } = await scene();
    await work();
    await hand(await broken());
    await until(
      () => verdicts.length,
      (count) => count === 1,
      60_000,
    );
    expect(verdicts[0]?.verdict).toMatchObject({ outcome: 'failed', reason: 'build-failed' });
  }, 90_000);

  test('stops a cancelled job within two seconds', async () => {
    const { queue, verdicts, progress, work, hand } = await scene();
    await work();
    const sleepy = changed(await answer(), 'Dockerfile', ['EXPOSE 8000', 'RUN sleep 120']);
    const submission = await hand(sleepy);
    await until(() => progress.some(({ step }) => step?.instruction.includes('sleep 120')), Boolean, 60_000);
    const began = Date.now();
    expect(await queue.cancel(submission, 1, 'by-student')).toBe(true);
    await until(
      () => verdicts.length,
      (count) => count === 1,
      10_000,
    );
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(verdicts[0]?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-student' });
  }, 90_000);

  test('gives a sign of life that /queue shows, and takes it away when it stops', async () => {
    const { queue, work } = await scene();
    const worker = await work();
    const [sign] = await until(
      async () => (await queue.overview()).workers,
      ({ length }) => length === 1,
    );
    expect(sign).toMatchObject({ id: 'w1', jobs: [] });
    expect(sign?.boxes).toBeGreaterThan(0);
    await worker.close();
    expect((await queue.overview()).workers).toEqual([]);
  });

  test('hands its job back when it is stopped, so that another worker does it', async () => {
    const { verdicts, progress, work, hand } = await scene();
    const first = await work();
    const slow = changed(await answer(), 'Dockerfile', ['EXPOSE 8000', 'RUN sleep 5 && exit 9']);
    await hand(slow);
    await until(() => progress.some(({ step }) => step?.instruction.includes('sleep 5')), Boolean, 60_000);
    await first.close();
    expect(verdicts).toEqual([]);
    await work();
    await until(
      () => verdicts.length,
      (count) => count === 1,
      60_000,
    );
    expect(verdicts[0]?.verdict).toMatchObject({ outcome: 'failed', reason: 'build-failed' });
  }, 120_000);

  test('hands on a job whose lesson it does not have', async () => {
    const { queue, verdicts, work, hand } = await scene();
    await work({ limits: { ...readLimits({}), boxWaitSeconds: 0 } });
    const submission = await hand({ Dockerfile: 'FROM x' }, { slug: 'backend-docker', digest: 'another' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(verdicts).toEqual([]);
    expect((await queue.state(submission, 1)).state).toBe('waiting');
  });

  test('waits for files that Redis lost, at the cost of no attempt, until they are there again', async () => {
    const { prefix, queue, verdicts, work, hand } = await scene();
    const box = await pretendBox();
    endings.push(() => box.close());
    const files = await answer();
    const submission = await hand(files);
    const redis = new Redis(redisUrl());
    endings.push(async () => redis.disconnect());
    await redis.del(redisKeys(prefix).files);
    const read: string[] = [];
    await work({
      boxesDir: box.folder,
      verifiers: {
        verify: async ({ files: text }) => {
          read.push(text);
          return verdictOf('passed');
        },
        close: async () => undefined,
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect({ read, verdicts }).toEqual({ read: [], verdicts: [] });
    await queue.restoreFiles(submission, 1, files);
    await until(
      () => verdicts.length,
      (count) => count === 1,
      60_000,
    );
    expect(read).toEqual([JSON.stringify(files)]);
    expect(verdicts[0]?.verdict.outcome).toBe('passed');
  }, 90_000);

  test('puts a poisoned job aside and goes on', async () => {
    const { prefix, verdicts, work, hand } = await scene();
    const connection = new Redis(redisUrl(), { maxRetriesPerRequest: null });
    const raw = new Queue('verify', { connection, prefix });
    endings.push(async () => {
      await raw.close();
      connection.disconnect();
    });
    for (const data of [null, 'text', { v: 1, submission: '../x', run: -1 }]) await raw.add('verify', data);
    await raw.add('verify', { v: 2 }, { jobId: 'newer' });
    await work();
    await until(
      () => raw.getFailedCount(),
      (count) => count === 3,
      20_000,
    );
    // A job of a newer Dockhand is not discarded: it waits for a worker that can read it.
    expect(await (await raw.getJob('newer'))?.isFailed()).toBe(false);
    await hand(await broken());
    await until(
      () => verdicts.length,
      (count) => count === 1,
      60_000,
    );
  }, 90_000);

  test('takes a silent engine for a fault of ours, tries it again, and says so at the end', async () => {
    const { verdicts, work, hand } = await scene();
    const box = await pretendBox();
    endings.push(() => box.close());
    await work({ boxesDir: box.folder });
    await hand(await answer());
    await until(
      () => verdicts.length,
      (count) => count === 1,
      30_000,
    );
    expect(verdicts[0]?.verdict).toMatchObject({ outcome: 'error', reason: 'engine-away', todo: null });
    expect(box.leases).toHaveLength(3);
  }, 60_000);

  test('says so when its only box is taken', async () => {
    const { verdicts, work, hand } = await scene();
    const box = await pretendBox();
    endings.push(() => box.close());
    box.state = 'leased';
    await work({ boxesDir: box.folder, limits: { ...readLimits({}), boxWaitSeconds: 0 } });
    await hand(await answer());
    await until(
      () => verdicts.length,
      (count) => count === 1,
      30_000,
    );
    expect(verdicts[0]?.verdict).toMatchObject({ outcome: 'error', reason: 'no-box' });
  }, 60_000);

  test('takes no job while it has no box, and takes it as soon as there is one', async () => {
    const { prefix, queue, verdicts, work, hand } = await scene();
    const folder = await mkdtemp(join(tmpdir(), 'no-boxes-'));
    endings.push(() => rm(folder, { recursive: true, force: true }));
    await work({
      boxesDir: folder,
      signEveryMs: 200,
      limits: { ...readLimits({}), boxWaitSeconds: 0, callSeconds: 1 },
    });
    const submission = await hand(await answer());
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await queue.state(submission, 1)).state).toBe('waiting');
    const connection = new Redis(redisUrl(), { maxRetriesPerRequest: null });
    const raw = new Queue('verify', { connection, prefix });
    const job = await raw.getJob(`${submission}-1`);
    await raw.close();
    connection.disconnect();
    // No worker took it, so no attempt was used.
    expect(job).toMatchObject({ attemptsStarted: 0 });
    const box = await pretendBox({ folder });
    endings.push(() => box.close());
    await until(
      () => verdicts.length,
      (count) => count === 1,
      30_000,
    );
    expect(box.leases.length).toBeGreaterThan(0);
  }, 60_000);

  test('survives a Redis that goes away and comes back in the middle of a job', async () => {
    const wire = await wireTo(redisUrl());
    endings.push(() => wire.close());
    const { verdicts, progress, work, hand } = await scene(wire.url);
    await work();
    const slow = changed(await answer(), 'Dockerfile', ['EXPOSE 8000', 'RUN sleep 4 && exit 9']);
    await hand(slow);
    await until(() => progress.some(({ step }) => step?.instruction.includes('sleep 4')), Boolean, 60_000);
    wire.cut();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    wire.mend();
    await until(
      () => verdicts.length,
      (count) => count >= 1,
      60_000,
    );
    expect(verdicts[0]?.verdict).toMatchObject({ outcome: 'failed', reason: 'build-failed' });
  }, 120_000);
});
