import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import { QueueAway, type VerifyQueue } from '../../src/queue/verify-queue.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import { jobId, type Progress, type VerdictMessage, type VerifyJob } from '../../src/submission/job.ts';
import { newPrefix, redisUrl, silent, type Wire, wireTo } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

const files = { Dockerfile: 'FROM scratch\n' };
const job = (submission: string): VerifyJob => ({
  v: 1,
  submission,
  run: 1,
  lesson: { slug: 'backend-docker', digest: 'd' },
  files: digestOfFiles(files),
});

let prefix: string;
let wire: Wire;
let queue: VerifyQueue;
let redis: Redis;
let workers: Worker[];
let listener: Redis | null;

beforeEach(async () => {
  prefix = newPrefix();
  wire = await wireTo(redisUrl());
  queue = new BullmqVerifyQueue({ url: wire.url, prefix, log: silent });
  redis = new Redis(redisUrl());
  workers = [];
  listener = null;
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close(true)));
  await queue.close();
  await wire.close();
  const left = await redis.keys(`${prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
  listener?.disconnect();
});

/** A worker that does only what the test says. */
const work = (doIt: (id: string, report: (progress: Progress) => Promise<void>) => Promise<void>): void => {
  const worker = new Worker<VerifyJob>(
    'verify',
    (taken) => doIt(taken.id ?? '', (progress) => taken.updateProgress(progress)),
    { connection: { url: redisUrl(), maxRetriesPerRequest: null }, prefix },
  );
  workers.push(worker);
};

const sign = (boxes: number) =>
  redis.hset(redisKeys(prefix).workers, 'w', JSON.stringify({ id: 'w', boxes, jobs: [], at: Date.now() }));

describe('waiting', () => {
  test('jobs keep the order in which they came, and adding one again changes nothing', async () => {
    for (const id of ['sa', 'sb', 'sc', 'sb']) await queue.add(job(id), files);
    for (const [id, position] of [
      ['sa', 1],
      ['sb', 2],
      ['sc', 3],
    ] as const) {
      expect(await queue.state(id, 1)).toMatchObject({ state: 'waiting', place: { position } });
    }
    expect((await queue.overview()).waiting).toBe(3);
    expect((await queue.overview()).next.map((each) => each.submission)).toEqual(['sa', 'sb', 'sc']);
  });

  test('a job’s files are stored in Redis under its id', async () => {
    await queue.add(job('sa'), files);
    expect(JSON.parse((await redis.hget(redisKeys(prefix).files, 'sa-1')) ?? '')).toEqual(files);
  });

  test('a job’s files leave with it, while another job’s identical files stay', async () => {
    await Promise.all(['sa', 'sb', 'sa'].map((id) => queue.add(job(id), files)));
    expect((await queue.heldRuns()).map(({ submission }) => submission).sort()).toEqual(['sa', 'sb']);
    await queue.release('sa', 1);
    await queue.release('sa', 1);
    expect(await queue.heldRuns()).toEqual([{ submission: 'sb', run: 1 }]);
    await queue.release('sb', 1);
    expect(await redis.exists(redisKeys(prefix).files)).toBe(0);
  });

  test('no job of a crowd is visible before its files, even when Redis has to be reached first', async () => {
    const missing: string[] = [];
    let done = 0;
    const worker = new Worker<VerifyJob>(
      'verify',
      async (taken) => {
        if ((await redis.hexists(redisKeys(prefix).files, String(taken.id))) === 0)
          missing.push(taken.data.submission);
        done += 1;
      },
      { connection: { url: redisUrl(), maxRetriesPerRequest: null }, prefix, concurrency: 50 },
    );
    workers.push(worker);
    const crowd = Array.from({ length: 150 }, (_, n) => ({ Dockerfile: `FROM scratch\n# ${n}\n` }));
    await Promise.all(
      crowd.map((each, n) => queue.add({ ...job(`s${n}`), files: digestOfFiles(each) }, each)),
    );
    await until(
      () => done,
      (all) => all === 150,
      20_000,
    );
    expect(missing).toEqual([]);
  });

  test('a job’s files go along, whenever in a turn of the event loop it is added', async () => {
    await queue.ping();
    const moments: readonly ((then: () => void) => void)[] = [
      (then) => then(),
      (then) => queueMicrotask(then),
      (then) => process.nextTick(then),
      (then) => setImmediate(then),
      (then) => setTimeout(then, 0),
      (then) => setImmediate(() => process.nextTick(() => queueMicrotask(then))),
      (then) => void redis.ping().then(then),
    ];
    let count = 0;
    const adder = async (at: (then: () => void) => void): Promise<void> => {
      for (let n = 0; n < 20; n += 1) {
        await new Promise<void>(at);
        const own = { Dockerfile: `FROM scratch\n# ${count}\n` };
        await queue.add({ ...job(`s${count++}`), files: digestOfFiles(own) }, own);
      }
    };
    await Promise.all([...moments, ...moments, ...moments].map(adder));
    const kept = Object.entries(await redis.hgetall(redisKeys(prefix).files));
    expect(kept).toHaveLength(count);
    for (const [id, text] of kept)
      expect({ id, text }).toEqual({ id, text: expect.stringContaining(`# ${id.slice(1, -2)}\\n`) });
    expect((await queue.counts()).waiting).toBe(count);
  });

  test('the estimate counts rounds of measured work and is absent until there are workers and measurements', async () => {
    await queue.add(job('sa'), files);
    await queue.add(job('sb'), files);
    await queue.add(job('sc'), files);
    expect(await queue.state('sc', 1)).toMatchObject({ place: { etaMs: null } });
    await sign(2);
    await redis.rpush(redisKeys(prefix).durations, 10_000, 30_000, 20_000);
    // The figures are queried at most five times a second.
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await queue.state('sb', 1)).toMatchObject({ place: { position: 2, etaMs: 20_000 } });
    expect(await queue.state('sc', 1)).toMatchObject({ place: { position: 3, etaMs: 40_000 } });
  });

  test('a cancelled job leaves the queue and the others move up', async () => {
    await queue.add(job('sa'), files);
    await queue.add(job('sb'), files);
    expect(await queue.cancel('sa', 1, 'by-student')).toBe(true);
    expect(await queue.state('sa', 1)).toEqual({ state: 'gone' });
    expect(await queue.state('sb', 1)).toMatchObject({ place: { position: 1 } });
    expect(await queue.cancel('sa', 1, 'by-student')).toBe(false);
  });
});

describe('running', () => {
  const progress: Progress = { v: 1, phase: 'build', step: null, done: [], worker: 'w1' };

  test('progress is published and stored, and cancelling notifies the worker over Redis', async () => {
    const heard: unknown[] = [];
    queue.onProgress((submission, run, each) => heard.push([submission, run, each]));
    let finish = (): void => undefined;
    work(async (_, report) => {
      let over = false;
      finish = () => {
        over = true;
      };
      // Listening starts when its connection is up: earlier reports are not heard, so the test keeps reporting.
      while (!over) {
        await report(progress);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    const told: string[] = [];
    listener = redis.duplicate();
    await listener.subscribe(redisKeys(prefix).cancel);
    listener.on('message', (_, text) => told.push(text));

    await queue.add(job('sa'), files);
    await until(
      () => heard.length,
      (length) => length > 0,
    );
    expect(heard[0]).toEqual(['sa', 1, progress]);
    expect(await queue.state('sa', 1)).toMatchObject({ state: 'running', worker: 'w1', progress });
    expect((await queue.overview()).running).toMatchObject([{ submission: 'sa', run: 1 }]);
    expect(await queue.cancel('sa', 1, 'by-ta')).toBe(true);
    await until(
      () => told.length,
      (length) => length > 0,
    );
    expect(JSON.parse(told[0] ?? '')).toEqual({ v: 1, submission: 'sa', run: 1, why: 'by-ta' });
    finish();
    await until(
      () => queue.state('sa', 1),
      (state) => state.state === 'done',
    );
  });

  test('a worker without a recent sign of life is not listed', async () => {
    await sign(1);
    await redis.hset(
      redisKeys(prefix).workers,
      'old',
      JSON.stringify({ id: 'old', boxes: 1, jobs: [], at: Date.now() - 60_000 }),
    );
    await redis.hset(redisKeys(prefix).workers, 'odd', 'not even JSON');
    expect((await queue.overview()).workers.map((each) => each.id)).toEqual(['w']);
  });
});

describe('verdicts', () => {
  const post = async (message: VerdictMessage | Record<string, unknown>, id: string): Promise<void> => {
    const verdicts = new Queue('verdicts', { connection: { url: redisUrl() }, prefix });
    await verdicts.add('verdict', message, {
      jobId: id,
      attempts: 10,
      backoff: { type: 'fixed', delay: 50 },
    });
    await verdicts.close();
  };

  test('verdicts are delivered again when the handler failed, and an unreadable one does not stop the rest', async () => {
    const got: string[] = [];
    let failures = 1;
    queue.consumeVerdicts(async (message) => {
      if (failures-- > 0) throw new Error('the records are locked');
      got.push(message.submission);
    });
    await post({ nonsense: true }, 'broken-1');
    await post(
      { v: 1, submission: 'sa', run: 1, verdict: verdictOf('passed', 1234) },
      jobId({ submission: 'sa', run: 1 }),
    );
    await until(
      () => got,
      (list) => list.length === 1,
    );
    await until(
      () => redis.lrange(redisKeys(prefix).durations, 0, -1),
      (list) => list[0] === '1234',
    );
    await until(
      () => queue.hasPendingVerdict('sa', 1),
      (waits) => !waits,
    );
  });
});

describe('Redis away', () => {
  test('every question fails in time with QueueAway, and all works again once Redis is back', async () => {
    await queue.add(job('sa'), files);
    wire.cut();
    const started = Date.now();
    await expect(queue.add(job('sb'), files)).rejects.toThrow(QueueAway);
    await expect(queue.overview()).rejects.toThrow(QueueAway);
    await expect(queue.state('sa', 1)).rejects.toThrow(QueueAway);
    expect(await queue.ping()).toBe(false);
    expect(Date.now() - started).toBeLessThan(8_000);
    wire.mend();
    await until(
      () => queue.ping(),
      (up) => up,
    );
    await queue.add(job('sb'), files);
    expect(await queue.state('sb', 1)).toMatchObject({ place: { position: 2 } });
  });
});
