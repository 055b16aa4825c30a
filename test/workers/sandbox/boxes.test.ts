import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { inspectBoxes, leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import { InfrastructureError, JobCancelled } from '../../../workers/sandbox/failures.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { until } from '../../support/until.ts';
import { type PretendBox, pretendBox, wedgedEngine } from '../support/pretend-box.ts';

/** Leasing against simulated supervisors; test/deploy shows that a real box behaves the same. */
const limits = { ...readLimits({}), boxWaitSeconds: 1, callSeconds: 1, leaseSeconds: 1 };
const free = () => new AbortController().signal;
const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
const keep = <T extends { close: () => Promise<void> }>(thing: T): T => {
  open.push(thing);
  return thing;
};
const box = async (options?: Parameters<typeof pretendBox>[0]): Promise<PretendBox> =>
  keep(await pretendBox(options));

describe('a box', () => {
  test('a box is leased by its holder, and given back', async () => {
    const one = await box();
    const leased = await leaseBox(one.folder, 'worker/job', limits, free());
    expect(one.leases).toEqual(['worker/job']);
    expect(one.state).toBe('leased');
    await leased.release();
    expect(one.state).toBe('free');
  });

  test('a second box is leased when the first is taken', async () => {
    const one = await box();
    await box({ folder: one.folder, name: 'two' });
    const first = await leaseBox(one.folder, 'a', limits, free());
    const second = await leaseBox(one.folder, 'b', limits, free());
    expect([first.name, second.name]).toEqual(['one', 'two']);
    await first.release();
    await second.release();
  });

  test('a box that does not come free in time is no-box', async () => {
    const one = await box();
    one.state = 'starting';
    setTimeout(() => {
      one.state = 'free';
    }, 400);
    const leased = await leaseBox(one.folder, 'a', limits, free());
    await expect(leaseBox(one.folder, 'b', limits, free())).rejects.toMatchObject({ reason: 'no-box' });
    await leased.release();
  });

  test('a box that answers nothing is passed over, and seen as silent', async () => {
    const one = await box();
    const two = await box({ folder: one.folder, name: 'two' });
    one.silent = true;
    const leased = await leaseBox(one.folder, 'a', { ...limits, boxWaitSeconds: 5 }, free());
    expect(leased.name).toBe('two');
    expect(await inspectBoxes(one.folder, limits)).toMatchObject([
      { name: 'one', status: null },
      { name: 'two', status: { state: 'leased' } },
    ]);
    await leased.release();
    expect(two.state).toBe('free');
  });

  test('a box is kept by renewing, and lost when that is refused', async () => {
    const one = await box();
    const leased = await leaseBox(one.folder, 'a', limits, free());
    await until(
      () => one.renewals,
      (count) => count >= 2,
    );
    expect(leased.lost.aborted).toBe(false);
    one.takesBack = true;
    await until(() => leased.lost.aborted, Boolean);
    expect(leased.lost.reason).toBeInstanceOf(InfrastructureError);
    await leased.release();
  });

  test('a box is lost when it falls silent for longer than the lease', async () => {
    const one = await box();
    const leased = await leaseBox(one.folder, 'a', limits, free());
    one.silent = true;
    await until(() => leased.lost.aborted, Boolean, 8_000);
    await leased.release();
  });

  test('a box is not waited for when the job is cancelled', async () => {
    const one = await box();
    one.state = 'starting';
    const control = new AbortController();
    setTimeout(() => control.abort(new JobCancelled('by-ta')), 100);
    await expect(
      leaseBox(one.folder, 'a', { ...limits, boxWaitSeconds: 60 }, control.signal),
    ).rejects.toMatchObject({
      why: 'by-ta',
    });
  });
});

describe('an engine', () => {
  test('an engine that takes connections and answers nothing is noticed in time', async () => {
    const one = await box();
    keep(await wedgedEngine(join(one.folder, 'one/engine.sock')));
    const leased = await leaseBox(one.folder, 'a', limits, free());
    const began = performance.now();
    await expect(leased.engine.call('ping', (docker) => docker.ping())).rejects.toMatchObject({
      reason: 'engine-away',
    });
    expect(performance.now() - began).toBeLessThan(2_000);
    await leased.release();
  });

  test('an engine that is not there is ours', async () => {
    const one = await box();
    const leased = await leaseBox(one.folder, 'a', limits, free());
    await rm(join(one.folder, 'one/engine.sock'), { force: true });
    await expect(leased.engine.call('ping', (docker) => docker.ping())).rejects.toMatchObject({
      reason: 'engine-away',
    });
    await leased.release();
  });
});
