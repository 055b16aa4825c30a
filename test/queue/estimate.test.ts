import { describe, expect, test } from '@jest/globals';
import { estimate } from '../../src/queue/estimate.ts';

const pace = (slots: number, durations: readonly number[], running: readonly number[] = []) => ({
  slots,
  durations,
  running,
});

describe('the estimate', () => {
  test('there is no estimate as long as nobody works or nothing was measured', () => {
    expect(estimate(1, pace(0, [1000]))).toBeNull();
    expect(estimate(1, pace(2, []))).toBeNull();
    expect(estimate(1, pace(2, [0, -5]))).toBeNull();
  });

  test('counts those ahead over the slots that there are', () => {
    expect(estimate(1, pace(1, [10]))).toBe(10);
    expect(estimate(3, pace(1, [10]))).toBe(30);
    expect(estimate(3, pace(2, [10]))).toBe(20);
    expect(estimate(4, pace(3, [10]))).toBe(20);
  });

  test('counts what is left of those that run', () => {
    expect(estimate(1, pace(1, [10, 10], [4]))).toBe(16);
    expect(estimate(1, pace(2, [10, 10], [4]))).toBe(10);
    expect(estimate(2, pace(2, [10, 10], [4, 8]))).toBe(16);
    // A job that has run for longer than any before is assumed to end soon.
    expect(estimate(1, pace(1, [10, 10], [40]))).toBe(11);
  });

  test('grows with the place, and a place far back costs no more time to work out', () => {
    const places = [1, 2, 5, 50, 500, 10_000, 1_000_000].map(
      (position) => estimate(position, pace(3, [5, 10, 15], [2, 3])) ?? 0,
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.at(-1)).toBeGreaterThan(3_000_000);
  });
});

/** Seeded, so that a failure can be reproduced. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Waiting {
  readonly student: number;
  readonly at: number;
  readonly turn: number;
  readonly ms: number;
  readonly promised: number | null;
}

/**
 * A class evening with a simulated clock: students come, most of them early, and come again some minutes after a verdict that did not
 * pass; two boxes work. Times in seconds. Ordered as in the queue: fewer attempts first.
 */
function evening(
  seed: number,
  students: number,
  slots: number,
): readonly { promised: number; took: number }[] {
  const next = dice(seed);
  /** Failing builds end soon, a whole verification takes about a minute; both vary. */
  const duration = (): number =>
    next() < 0.4 ? 15 + 15 * next() : 45 * Math.exp(0.25 * (next() + next() + next() - 1.5));
  const arrivals = Array.from({ length: students }, (_, student) => ({
    student,
    at: 3_600 * next() * next(),
    turn: 0,
  }));
  const waiting: Waiting[] = [];
  const running: { readonly job: Waiting; readonly since: number; readonly ends: number }[] = [];
  const durations: number[] = [];
  const results: { promised: number; took: number }[] = [];
  for (;;) {
    arrivals.sort((a, b) => a.at - b.at);
    running.sort((a, b) => a.ends - b.ends);
    const comes = arrivals[0]?.at ?? Number.POSITIVE_INFINITY;
    const ends = running[0]?.ends ?? Number.POSITIVE_INFINITY;
    const now = Math.min(comes, ends);
    if (!Number.isFinite(now)) return results;
    if (comes <= ends) {
      const arrival = arrivals.shift();
      if (arrival === undefined) return results;
      const position = waiting.filter(({ turn }) => turn <= arrival.turn).length + 1;
      const pace = { slots, durations: durations.slice(-50), running: running.map((one) => now - one.since) };
      const idle = running.length < slots && waiting.length === 0;
      waiting.push({
        ...arrival,
        ms: duration(),
        promised: idle ? null : estimate(position, pace),
      });
      waiting.sort((a, b) => a.turn - b.turn || a.at - b.at);
    } else {
      const over = running.shift();
      if (over === undefined) return results;
      durations.push(over.job.ms);
      if (over.job.promised !== null) results.push({ promised: over.job.promised, took: now - over.job.at });
      if (over.job.turn < 4 && next() < 0.6)
        arrivals.push({
          student: over.job.student,
          at: now + 120 + 600 * next(),
          turn: over.job.turn + 1,
        });
    }
    while (running.length < slots && waiting.length > 0) {
      const job = waiting.shift();
      if (job !== undefined) running.push({ job, since: now, ends: now + job.ms });
    }
  }
}

describe('over a class evening', () => {
  test.each([
    [60, 2],
    [120, 4],
    [30, 1],
  ])('the median error is under a quarter for %i students and %i boxes', (students, slots) => {
    const errors = Array.from({ length: 20 }, (_, seed) => evening(seed, students, slots))
      .flat()
      .map(({ promised, took }) => Math.abs(promised - took) / took)
      .sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(students);
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.25);
  });
});
