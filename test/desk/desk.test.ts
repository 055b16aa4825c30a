import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Desk } from '../../src/desk/desk.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import type { VerifyQueue } from '../../src/queue/verify-queue.ts';
import type { Records, Submission } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { jobId, type VerdictMessage, type VerifyJob } from '../../src/submission/job.ts';
import type { Outcome } from '../../src/submission/verdict.ts';
import { newPrefix, redisUrl, silent, type Wire, wireTo } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, queued } from './scene.ts';

const ada = { guild: '100000000000000001', user: '200000000000000001' };
const work = {
  student: ada,
  lesson: { slug: 'backend-docker', digest: 'd' },
  files: { Dockerfile: 'FROM scratch\n' },
  reply: null,
};

let prefix: string;
let wire: Wire;
let records: Records;
let queue: VerifyQueue;
let desk: Desk;
let redis: Redis;
let workers: Worker[];

const open = (): void => {
  queue = new BullmqVerifyQueue({ url: wire.url, prefix, log: silent });
  desk = VerificationDesk.open({ records, queue, log: silent });
};
const shut = async (): Promise<void> => {
  await desk.close();
  await queue.close();
};

beforeEach(async () => {
  prefix = newPrefix();
  wire = await wireTo(redisUrl());
  records = await openRecords(':memory:');
  redis = new Redis(redisUrl());
  workers = [];
  open();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close(true)));
  await shut();
  await records.close();
  await wire.close();
  const left = await redis.keys(`${prefix}:*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

/** A worker with verdicts from the test, which it sends through the second queue as the real one does. */
const judgeAs = (outcome: Outcome): void => {
  const connection = { url: redisUrl(), maxRetriesPerRequest: null };
  workers.push(
    new Worker<VerifyJob>(
      'verify',
      async ({ data }) => {
        const verdicts = new Queue<VerdictMessage>('verdicts', { connection, prefix });
        const { submission, run } = data;
        await verdicts.add(
          'verdict',
          { v: 1, submission, run, verdict: verdictOf(outcome) },
          { jobId: jobId(data) },
        );
        await verdicts.close();
      },
      { connection, prefix },
    ),
  );
};

const notifyInto = (notified: Submission[]) =>
  desk.notifyWith(async (submission) => void notified.push(submission));

describe('a submission', () => {
  test('a submission is recorded and queued, and its student is notified of the verdict once', async () => {
    const notified: Submission[] = [];
    notifyInto(notified);
    const { submission, position, workers: none } = await queued(desk.submit(work));
    expect([position.position, none]).toEqual([1, 0]);
    expect((await desk.status(ada, 'backend-docker'))?.job).toMatchObject({ state: 'waiting' });
    judgeAs('passed');
    await until(
      () => notified.length,
      (length) => length === 1,
    );
    expect(notified[0]).toMatchObject({ id: submission.id, verdict: { outcome: 'passed' } });
    expect((await records.submissions.get(submission.id))?.notifiedAt).not.toBeNull();
    expect((await desk.overview(ada.guild)).today).toMatchObject({ passed: 1 });
  });

  test('replaces the older one that waits, and only the newer one’s verdict is sent', async () => {
    const notified: Submission[] = [];
    notifyInto(notified);
    const first = await queued(desk.submit(work));
    const second = await queued(desk.submit({ ...work, files: { Dockerfile: 'FROM debian\n' } }));
    expect(second.replaced?.id).toBe(first.submission.id);
    expect((await desk.overview(ada.guild)).queue?.waiting).toBe(1);
    judgeAs('failed');
    await until(
      () => notified.length,
      (length) => length > 0,
    );
    expect(notified.map((each) => each.id)).toEqual([second.submission.id]);
    expect((await records.submissions.get(first.submission.id))?.verdict?.reason).toBe('superseded');
  });

  test('a submission can be cancelled while it waits', async () => {
    const notified: Submission[] = [];
    notifyInto(notified);
    const { submission } = await queued(desk.submit(work));
    expect(await desk.cancel({ ...submission, state: 'queued' }, 'by-student')).toBe(true);
    await until(
      () => notified.length,
      (length) => length === 1,
    );
    expect(notified[0]?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-student' });
    expect((await desk.overview(ada.guild)).queue?.waiting).toBe(0);
  });
});

describe('when something breaks in between', () => {
  test('a submission recorded while Redis is away is queued once the bot restarts with Redis back', async () => {
    wire.cut();
    const { kind, submission } = await accepted(desk.submit(work));
    expect([kind, submission.state]).toEqual(['recorded', 'recorded']);
    expect((await desk.overview(ada.guild)).queue).toBeNull();
    wire.mend();
    await shut();
    open();
    await until(
      async () => (await records.submissions.get(submission.id))?.state,
      (state) => state === 'queued',
    );
    expect((await desk.overview(ada.guild)).queue?.waiting).toBe(1);
  });

  test('a job that the queue lost is added again', async () => {
    const { submission } = await queued(desk.submit(work));
    await redis.del(await redis.keys(`${prefix}:*`));
    await shut();
    // The repair ignores what was queued just now; this one was queued long ago.
    const clock = Date.now;
    Date.now = () => clock() + 3_600_000;
    try {
      open();
      await until(
        () => queue.state(submission.id, 1),
        (state) => state.state === 'waiting',
      );
    } finally {
      Date.now = clock;
    }
  });

  test('a failed notification is retried, and a restarted bot sends what its predecessor did not', async () => {
    const { submission } = await queued(desk.submit(work));
    let tries = 0;
    desk.notifyWith(async () => {
      tries += 1;
      throw new Error('Discord is away');
    });
    judgeAs('passed');
    await until(
      () => tries,
      (count) => count > 0,
    );
    expect((await records.submissions.get(submission.id))?.notifiedAt).toBeNull();
    await shut();
    open();
    const notified: Submission[] = [];
    notifyInto(notified);
    await until(
      () => notified.length,
      (length) => length === 1,
    );
  });
});
