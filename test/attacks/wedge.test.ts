import { afterEach, describe, expect, test } from '@jest/globals';
import { answer } from '../workers/support/lesson.ts';
import { picked } from './support/attack.ts';
import { attempt, attemptSeen } from './support/attempt.ts';
import { free, type OwnBox, ownBox } from './support/own-box.ts';

/** An engine that keeps its sockets open and answers nothing: stopped with SIGSTOP, in the test's own box. */
const boxes: OwnBox[] = [];
afterEach(async () => {
  for (const box of boxes.splice(0)) await box.remove();
}, 180_000);

async function freshBox(): Promise<OwnBox> {
  const box = await ownBox();
  boxes.push(box);
  await free(box);
  return box;
}

const stopEngine = (box: OwnBox) =>
  box.inside(
    'sh',
    '-c',
    'for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = dockerd ] && kill -STOP $(basename $p); done; true',
  );

describe('a wedged engine', () => {
  test('restarts the box by itself, long before its lease expires', async () => {
    const box = await freshBox();
    const lease = await box.supervisor.lease({ holder: 'test', seconds: 120 });
    await stopEngine(box);
    const began = performance.now();
    let noticed = Number.POSITIVE_INFINITY;
    while (performance.now() - began < 60_000) {
      const status = await box.supervisor.status().catch(() => null);
      if (status === null || status.state === 'ending' || status.life !== lease?.life) {
        noticed = performance.now() - began;
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // Ten seconds on a quiet machine, and long before the lease expires on any: the supervisor does not count its own delays against the
    // engine.
    expect(noticed).toBeLessThan(40_000);
    expect(await free(box)).not.toBe(lease?.life);
  }, 900_000);

  const during = 'in the middle of a job is ours, not the student’s, and the bot answers meanwhile';
  (picked(during, false) ? test : test.skip)(
    during,
    async () => {
      const box = await freshBox();
      const right = await answer();
      const slow = { ...right, Dockerfile: `${right.Dockerfile}\nRUN sleep 3\nRUN sleep 60\n` };
      const stopped = new Promise((resolve) => setTimeout(resolve, 6000)).then(() => stopEngine(box));
      const tried = await attempt(slow, {}, { folder: box.folder, box: box.name });
      await stopped;
      expect(tried.verdict).toMatchObject({ outcome: 'error', reason: 'engine-away', todo: null });
      expect(tried.ms).toBeLessThan(60_000);
      expect(tried.slowHintMs).toBeLessThan(1000);
      // The next life does an honest job.
      const next = await attemptSeen(right, {}, { folder: box.folder, box: box.name });
      expect(next.verdict.outcome).toBe('passed');
    },
    900_000,
  );

  const last = 'a job that outlives every clock but the last counts as an engine that is dead';
  (picked(last, false) ? test : test.skip)(
    last,
    async () => {
      const right = await answer();
      const tried = await attempt(
        { ...right, Dockerfile: `${right.Dockerfile}\nRUN sleep 400\n` },
        { jobSeconds: 30, buildSeconds: 300 },
      );
      expect(tried.verdict).toMatchObject({ outcome: 'error', reason: 'engine-away' });
      expect(tried.ms).toBeLessThan(60_000);
    },
    900_000,
  );
});
