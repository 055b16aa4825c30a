import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { redisUrl, silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, openScene, type Scene, workOf } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

/** Another bot on the same records and the same Redis, by mistake or during an upgrade. */
async function twin(notify: () => Promise<void>): Promise<() => Promise<void>> {
  const queue = new BullmqVerifyQueue({ url: redisUrl(), prefix: scene.prefix, log: silent });
  const desk = VerificationDesk.open({ records: scene.records, queue, log: silent });
  desk.notifyWith(notify);
  return async () => {
    await desk.close();
    await queue.close();
  };
}

test('only one of two bots sends a verdict, even when sending takes long', async () => {
  let notified = 0;
  const notify = async (): Promise<void> => {
    notified += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  };
  const end = await twin(notify);
  scene.desk.notifyWith(notify);
  scene.judge(() => verdictOf('passed'));
  const { submission } = await accepted(scene.desk.submit(workOf(1)));
  await until(
    async () => {
      scene.desk.wake();
      return (await scene.records.submissions.get(submission.id))?.notifiedAt ?? null;
    },
    (at) => at !== null,
    20_000,
  );
  expect(notified).toBe(1);
  await end();
}, 60_000);

test('a bot retries a notification that failed, while another bot stays out of it', async () => {
  const { queue } = scene;
  const other = new BullmqVerifyQueue({ url: redisUrl(), prefix: scene.prefix, log: silent });
  expect(await queue.claimNotification('sa', 1)).toBe(true);
  expect(await queue.claimNotification('sa', 1)).toBe(true);
  expect(await other.claimNotification('sa', 1)).toBe(false);
  expect(await other.claimNotification('sa', 2)).toBe(true);
  await other.releaseNotification('sa', 1);
  expect(await other.claimNotification('sa', 1)).toBe(false);
  await queue.releaseNotification('sa', 1);
  expect(await other.claimNotification('sa', 1)).toBe(true);
  await other.close();
});
