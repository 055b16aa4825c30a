import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../support/until.ts';
import { recorded } from './support/recorded.ts';
import { openRig, type Rig } from './support/rig.ts';

/** Files that kill one worker while it reads them never kill a second one: the mark is made before they are read. */

const patience = 120_000;
let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ workers: 2, boxes: 2, pace: 0.1 });
  await rig.start();
}, 240_000);
afterAll(async () => {
  await rig?.close();
}, 60_000);

test(
  'a job over whose files a worker died is judged by the next one without reading them',
  async () => {
    const person = rig.student();
    for (const worker of rig.workers) worker.inject({ crashAt: 'reading' });
    await rig.submit(person);
    const [judged] = await until(
      () => recorded(rig.database).filter(({ user }) => user === person.id),
      (all) => all.length > 0 && all.every(({ notified }) => notified),
      patience,
    );
    expect(judged).toMatchObject({ outcome: 'error' });
    const died = await Promise.all(rig.workers.map((worker) => worker.died(500)));
    expect(died.filter(Boolean)).toHaveLength(1);
  },
  2 * patience,
);
