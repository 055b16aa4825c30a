import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Processor } from '../../deploy/box/processor.ts';
import { RunnableTime, runnableMsBetween } from '../../deploy/box/runnable-time.ts';

let folder = '';
let now = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-'));
  now = 5_000;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function kernel(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
const processor = () =>
  new Processor({ cgroup: join(folder, 'cgroup'), processes: join(folder, 'proc') }, () => now);
const secondLater = (files: Readonly<Record<string, string>>): void => {
  now += 1_000;
  kernel(files);
};

describe('what a box had of the processors', () => {
  test('comes from the pressure counters of cgroup v2', () => {
    const stat = 'usage_usec 250000\nuser_usec 1\nnr_throttled 4\nthrottled_usec 900000\n';
    const pressure = 'some avg10=1.00 avg60=1.00 avg300=1.00 total=700000\nfull avg10=0.00 total=100\n';
    kernel({ 'cgroup/cpu.stat': stat, 'cgroup/cpu.pressure': pressure });
    // Threads wait too, but the pressure already includes that.
    kernel({ 'proc/1/task/1/schedstat': '0 900000000 1\n' });
    expect(processor().read()).toEqual({ atMs: 5_000, usedMs: 250, deniedMs: 700 });
  });

  test('cgroup v1 gives the throttled time, at most the time that passed', () => {
    kernel({
      'cgroup/cpu/cpu.stat': 'nr_periods 9\nnr_throttled 1\nthrottled_time 5000000000\n',
      'cgroup/cpuacct/cpuacct.usage': '300000000\n',
    });
    const seen = processor();
    expect(seen.read()).toEqual({ atMs: 5_000, usedMs: 300, deniedMs: 0 });
    secondLater({ 'cgroup/cpu/cpu.stat': 'throttled_time 5400000000\n' });
    expect(seen.read()).toMatchObject({ atMs: 6_000, deniedMs: 400 });
    // Two processors of one cgroup, throttled at the same time.
    secondLater({ 'cgroup/cpu/cpu.stat': 'throttled_time 7400000000\n' });
    expect(seen.read()).toMatchObject({ deniedMs: 1_400 });
  });

  test('includes how long threads waited for a processor that neighbours had', () => {
    kernel({ 'cgroup/cpu/cpu.stat': 'throttled_time 0\n', 'proc/7/task/7/schedstat': '10 100000000 3\n' });
    const seen = processor();
    secondLater({
      'proc/7/task/7/schedstat': '20 400000000 9\n',
      'proc/7/task/8/schedstat': '1 200000000 2\n',
    });
    expect(seen.read().deniedMs).toBeCloseTo(500);
    rmSync(join(folder, 'proc/7'), { recursive: true });
    secondLater({ 'proc/9/task/9/schedstat': '1 0 1\n' });
    expect(seen.read().deniedMs).toBeCloseTo(500);
  });

  test('a kernel that reports nothing gives zero', () => {
    expect(processor().read()).toEqual({ atMs: 5_000, usedMs: 0, deniedMs: 0 });
  });

  test('moves on a real machine', () => {
    const seen = new Processor();
    const before = seen.read();
    const until = performance.now() + 200;
    while (performance.now() < until) Math.sqrt(until);
    const after = seen.read();
    expect(after.atMs - before.atMs).toBeGreaterThanOrEqual(200);
    expect(after.deniedMs - before.deniedMs).toBeLessThanOrEqual(after.atMs - before.atMs);
  });
});

describe('the time that a box had the chance to run', () => {
  const at = (atMs: number, usedMs: number, deniedMs: number) => ({ atMs, usedMs, deniedMs });
  test.each([
    ['all of it while it sleeps on an idle machine', at(10_000, 3, 0), 10_000],
    ['all of it while it works with nobody in its way', at(10_000, 9_900, 0), 10_000],
    ['a tenth with a twentieth of a processor', at(10_000, 500, 9_500), 1_000],
    ['all of it while a spinning program uses up its own limit', at(10_000, 7_500, 10_000), 10_000],
    ['what is left between two waits', at(10_000, 100, 4_000), 6_000],
    ['nothing while it is shut out', at(10_000, 0, 10_000), 0],
    ['never less than nothing, however often it waited', at(10_000, 0, 50_000), 0],
    ['all of it where the box says nothing', at(0, 0, 0), 10_000],
  ])('the chance is %s', (_name, after, chance) => {
    expect(runnableMsBetween(at(0, 0, 0), after, 10_000)).toBeCloseTo(chance);
  });

  test('the chance is measured in the caller’s time', () => {
    expect(runnableMsBetween(at(0, 0, 0), at(10_000, 0, 5_000), 12_000)).toBe(6_000);
  });

  test('the chance adds up over readings, and grows slowly where others have the processors', () => {
    let [reading, wall] = [at(0, 0, 0), 0];
    const runnable = new RunnableTime(() => reading, { now: () => wall });
    [reading, wall] = [at(1_000, 0, 0), 1_000];
    expect(runnable.passed()).toBe(1_000);
    // Ninety seconds, for nearly all of which it waited.
    [reading, wall] = [at(91_000, 0, 81_000), 91_000];
    expect(runnable.passed()).toBe(10_000);
    expect(runnable.passed()).toBe(10_000);
  });

  test('a reading that comes late counts for no more than the most of one', () => {
    let [reading, wall] = [at(0, 0, 0), 0];
    const runnable = new RunnableTime(() => reading, { mostMs: 2_000, now: () => wall });
    [reading, wall] = [at(30_000, 0, 0), 30_000];
    expect(runnable.passed()).toBe(2_000);
    [reading, wall] = [at(31_000, 0, 0), 31_000];
    expect(runnable.passed()).toBe(3_000);
  });
});
