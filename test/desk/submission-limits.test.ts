import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SubmitOutcome } from '../../src/desk/desk.ts';
import { dayMs, refuseSubmission } from '../../src/desk/submission-limits.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, nextOf, openScene, queued, type Scene, workOf } from './scene.ts';

describe('a student’s next turn', () => {
  const free = { cooldownMs: 0, perDay: null };

  test('comes at once where the lesson sets no limits', () => {
    expect(refuseSubmission([1, 2, 3], free, 4)).toBeNull();
  });

  test('waits for the end of the cooldown', () => {
    const rules = { ...free, cooldownMs: 60_000 };
    expect(refuseSubmission([1_000], rules, 60_999)).toEqual({ kind: 'cooldown', until: 61_000 });
    expect(refuseSubmission([1_000], rules, 61_000)).toBeNull();
  });

  test('waits until the oldest turn that counts is a day old', () => {
    const rules = { ...free, perDay: 2 };
    expect(refuseSubmission([1_000, 2_000], rules, 3_000)).toEqual({
      kind: 'daily-cap',
      perDay: 2,
      until: 1_000 + dayMs,
    });
    expect(refuseSubmission([1_000, 2_000], rules, 1_000 + dayMs)).toBeNull();
  });

  test('a turn is refused up to the announced moment and allowed from then on, whatever the turns and the clock', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 * dayMs }), { maxLength: 30 }),
        fc.record({
          cooldownMs: fc.integer({ min: 0, max: dayMs }),
          perDay: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
        }),
        fc.integer({ min: 0, max: 3 * dayMs }),
        (times, rules, now) => {
          const had = times.filter((at) => at <= now).sort((a, b) => a - b);
          const refusal = refuseSubmission(had, rules, now);
          if (refusal === null || refusal.kind === 'queue-full') return;
          expect(refusal.until).toBeGreaterThan(now);
          expect(refusal.until).toBeLessThanOrEqual(now + dayMs);
          const then = refuseSubmission(had, rules, refusal.until);
          // The daily limit may end while the cooldown still runs, or the other way round; the same time does not come twice.
          expect(then?.kind).not.toBe(refusal.kind);
        },
      ),
    );
  });
});

describe('at the desk', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const judged = (id: string) =>
    until(
      async () => (await scene.records.submissions.get(id))?.verdict ?? null,
      (verdict) => verdict !== null,
    );
  const refusal = async (attempt: Promise<SubmitOutcome>) => {
    const outcome = await attempt;
    return outcome.kind === 'refused' ? outcome.refusal : outcome;
  };

  test('a first attempt goes before another student’s third, whoever came first', async () => {
    const order: string[] = [];
    scene.judge(({ submission }) => {
      order.push(submission);
      return verdictOf('failed');
    });
    for (const _ of [1, 2]) {
      const { submission } = await queued(scene.desk.submit(workOf(1)));
      await judged(submission.id);
    }
    await scene.desk.pause();
    const third = await queued(scene.desk.submit(workOf(1)));
    const first = await queued(scene.desk.submit(workOf(2)));
    const second = await queued(scene.desk.submit(workOf(3)));
    expect([first.position.position, second.position.position]).toEqual([1, 2]);
    expect(await scene.queue.state(third.submission.id, 1)).toMatchObject({ place: { position: 3 } });
    await scene.desk.resume();
    await judged(third.submission.id);
    expect(order.slice(2)).toEqual([first, second, third].map(({ submission }) => submission.id));
  });

  const position = async (id: string, run = 1) => {
    const job = await scene.queue.state(id, run);
    return job.state === 'waiting' ? job.place.position : job.state;
  };

  test('a newer version inherits the queue position of the one it replaces', async () => {
    const first = await queued(scene.desk.submit(workOf(1)));
    const other = await queued(scene.desk.submit(workOf(2)));
    const again = await queued(
      scene.desk.submit({
        ...workOf(1),
        files: { Dockerfile: 'FROM scratch\n# better\n' },
      }),
    );
    expect([again.replaced?.id, again.position.position]).toEqual([first.submission.id, 1]);
    expect(await position(other.submission.id)).toBe(2);
    expect(await position(first.submission.id)).toBe('gone');
    const oncemore = await queued(scene.desk.submit(nextOf(2)));
    expect(oncemore.position.position).toBe(2);
    const order: string[] = [];
    scene.judge(({ submission }) => {
      order.push(submission);
      return verdictOf('passed');
    });
    await judged(oncemore.submission.id);
    expect(order).toEqual([again.submission.id, oncemore.submission.id]);
  });

  test('a replaced third attempt stays behind first attempts that came after it', async () => {
    scene.judge(() => verdictOf('failed'));
    for (const _ of [1, 2]) await judged((await queued(scene.desk.submit(workOf(1)))).submission.id);
    await scene.desk.pause();
    await queued(scene.desk.submit(workOf(1)));
    const others = [await queued(scene.desk.submit(workOf(2))), await queued(scene.desk.submit(workOf(3)))];
    const again = await queued(scene.desk.submit(nextOf(1)));
    expect(again.position.position).toBe(3);
    const late = await queued(scene.desk.submit(workOf(4)));
    expect(late.position.position).toBe(3);
    expect(await Promise.all(others.map(({ submission }) => position(submission.id)))).toEqual([1, 2]);
    expect(await position(again.submission.id)).toBe(4);
  });

  test('a submission that a TA moved to the front stays there when its student replaces it', async () => {
    await queued(scene.desk.submit(workOf(1)));
    const moved = await queued(scene.desk.submit(workOf(2)));
    expect(await scene.desk.promote(moved.submission)).toBe(true);
    const again = await queued(scene.desk.submit(nextOf(2)));
    expect(again.position.position).toBe(1);
  });

  test('a version sent while Redis was away replaces the one that waits', async () => {
    const first = await queued(scene.desk.submit(workOf(1)));
    const other = await queued(scene.desk.submit(workOf(2)));
    scene.wire.cut();
    const again = await accepted(scene.desk.submit(nextOf(1)));
    scene.wire.mend();
    await until(
      () => position(again.submission.id).catch(() => 'away'),
      (found) => found === 1,
      20_000,
    );
    expect(await position(other.submission.id)).toBe(2);
    expect((await scene.records.submissions.get(first.submission.id))?.verdict?.reason).toBe('superseded');
  });

  test('the cooldown starts with a turn that counts, not with one that was replaced or failed on our side', async () => {
    const turns = { cooldownMs: 60_000, perDay: null };
    const broken = { ...verdictOf('error'), reason: 'engine-away' as const };
    const first = await queued(scene.desk.submit({ ...workOf(1), turns }));
    const again = await queued(scene.desk.submit({ ...nextOf(1), turns }));
    expect(again.replaced?.id).toBe(first.submission.id);
    scene.judge(({ submission }) => (submission === again.submission.id ? broken : verdictOf('failed')));
    await judged(again.submission.id);
    const third = await queued(scene.desk.submit({ ...workOf(1), turns }));
    await judged(third.submission.id);
    expect(await refusal(scene.desk.submit({ ...workOf(1), turns }))).toEqual({
      kind: 'cooldown',
      until: third.submission.receivedAt + 60_000,
    });
    expect((await scene.records.submissions.latest(workOf(1).student, 'backend-docker'))?.id).toBe(
      third.submission.id,
    );
    await queued(scene.desk.submit({ ...workOf(2), turns }));
  });

  test('a full queue refuses newcomers but lets a student replace their own submission', async () => {
    const desk = VerificationDesk.open({
      records: scene.records,
      queue: scene.queue,
      log: silent,
      mostWaiting: 2,
    });
    await queued(desk.submit(workOf(1)));
    await queued(desk.submit(workOf(2)));
    expect(await refusal(desk.submit(workOf(3)))).toEqual({ kind: 'queue-full', waiting: 2 });
    expect((await queued(desk.submit(nextOf(2)))).replaced).not.toBeNull();
    await desk.close();
  });

  test('only the newest of several that were recorded while Redis was away is verified', async () => {
    scene.wire.cut();
    const ids: string[] = [];
    for (const version of [1, 2, 3]) {
      ids.push((await accepted(scene.desk.submit(nextOf(1, version)))).submission.id);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    scene.wire.mend();
    const done: string[] = [];
    scene.judge(({ submission }) => {
      done.push(submission);
      return verdictOf('passed');
    });
    // Nobody restarts anything: the desk notices that Redis is back.
    await judged(ids[2] ?? '');
    expect(done).toEqual([ids[2]]);
    expect((await scene.records.submissions.get(ids[0] ?? ''))?.verdict?.reason).toBe('superseded');
    expect((await scene.records.submissions.get(ids[1] ?? ''))?.verdict?.reason).toBe('superseded');
  });
});
