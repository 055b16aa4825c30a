import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Desk } from '../../src/desk/desk.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { verdictMessage } from '../../src/discord/render/verification/verdict.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import type { VerifyQueue } from '../../src/queue/verify-queue.ts';
import type { Records, Submission } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import type { Outcome, Verdict } from '../../src/submission/verdict.ts';
import { newPrefix, redisUrl, silent } from '../support/redis.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, remembered, workOf } from './scene.ts';

/** Files that had a verdict are not verified twice; the records are real, and the queue is in a real Redis. */
const remember = { checker: 'c1', limits: 'l1' };
let records: Records;
let queue: VerifyQueue;
let desk: Desk;

beforeEach(async () => {
  records = await openRecords(':memory:');
  queue = new BullmqVerifyQueue({ url: redisUrl(), prefix: newPrefix(), log: silent });
  desk = VerificationDesk.open({ records, queue, log: silent, remember });
});
afterEach(async () => {
  await desk.close();
  await queue.close();
  await records.close();
});

/** Submits files that are new, and judges them as a worker would. */
async function judged(outcome: Outcome, digests: Partial<Verdict['digests']> = {}): Promise<Submission> {
  const { submission } = await accepted(desk.submit(workOf(1)));
  const verdict: Verdict = {
    ...verdictOf(outcome),
    digests: { lesson: 'd', checker: 'c1', limits: 'l1', box: 'b', ...digests },
  };
  await queue.cancel(submission.id, submission.run, 'by-ta');
  await records.submissions.judge(submission.id, submission.run, verdict, 5_000);
  return submission;
}

describe('files that had a verdict', () => {
  test.each(['passed', 'failed'] as const)(
    'files that %s are answered from their verdict, marked, without the queue',
    async (outcome) => {
      await judged(outcome);
      const taken = await remembered(desk.submit(workOf(1)));
      expect(taken.verdict).toMatchObject({ outcome, remembered: { judgedAt: 5_000 } });
      expect(await queue.state(taken.submission.id, 1)).toEqual({ state: 'gone' });
      const shown = JSON.stringify(verdictMessage('en', taken.submission, taken.verdict, null));
      expect(shown).toContain('I know this result already');
      expect(shown).toContain('Run it again');

      await desk.settleRemembered(taken.submission, taken.verdict);
      const kept = await records.submissions.get(taken.submission.id);
      expect(kept).toMatchObject({ state: 'judged', verdict: { outcome } });
      expect(kept?.notifiedAt).not.toBeNull();
      // When it is reused once more, it still shows the time of its run.
      const third = await remembered(desk.submit(workOf(1)));
      expect(third.verdict.remembered).toEqual({ judgedAt: 5_000 });
    },
  );

  test('files are verified again when the student asks for it', async () => {
    await judged('failed');
    const taken = await accepted(desk.submit({ ...workOf(1), again: true }));
    expect(taken).toMatchObject({ kind: 'queued', submission: { state: 'queued' } });
  });

  test.each(['error', 'cancelled'] as const)(
    'a verdict of ours or a cancelled one (%s) is never reused',
    async (outcome) => {
      await judged(outcome);
      expect(await accepted(desk.submit(workOf(1)))).toMatchObject({ kind: 'queued' });
    },
  );

  test.each([
    ['another checker', { checker: 'c2' }],
    ['other limits', { limits: 'l2' }],
  ])('files under %s are verified anew', async (_name, digests) => {
    await judged('passed', digests);
    expect(await accepted(desk.submit(workOf(1)))).toMatchObject({ kind: 'queued' });
  });

  test('files are verified again under another version of the lesson', async () => {
    await judged('passed');
    const work = workOf(1);
    expect(await accepted(desk.submit({ ...work, lesson: { ...work.lesson, digest: 'e' } }))).toMatchObject({
      kind: 'queued',
    });
  });

  test('somebody else’s files give nothing away, not even by being answered quickly', async () => {
    await judged('passed');
    const work = { ...workOf(1), student: workOf(2).student };
    expect(await accepted(desk.submit(work))).toMatchObject({
      kind: 'queued',
      submission: { state: 'queued' },
    });
  });

  test('files are verified again where remembering is switched off', async () => {
    await judged('passed');
    const forgetful = VerificationDesk.open({ records, queue, log: silent });
    expect(await accepted(forgetful.submit(workOf(1)))).toMatchObject({ kind: 'queued' });
    await forgetful.close();
  });
});
