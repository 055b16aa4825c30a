import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  arrivals,
  boxesFor,
  play,
  random,
  secondsPerVerification,
  usual,
  verificationsPerStudent,
} from '../../bench/scale/deadline.ts';

/** docs/capacity.md compared with the benchmark that its figures come from. */
const page = readFileSync(new URL('../../docs/capacity.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| ([\d,]+) \| (\d+) \| (\d+) \|/gm)].map(
  ([, students, boxes, machines]) => ({
    students: Number(students?.replaceAll(',', '')),
    boxes: Number(boxes),
    machines: Number(machines),
  }),
);

test('the page has the classes that the bench plays, with the boxes of the formula', () => {
  expect(rows.map(({ students }) => students)).toEqual([30, 300, 3_000, 30_000]);
  for (const { students, boxes, machines } of rows) {
    expect([students, boxes]).toEqual([students, boxesFor(students)]);
    // A machine with eight cores has seven boxes: one core is left for everything else.
    expect(machines).toBe(Math.ceil(boxes / 7));
  }
});

test('the page names the means of what the bench draws', () => {
  expect(page).toContain(`| ${verificationsPerStudent} for each`);
  expect(page).toContain(`| ${secondsPerVerification.toFixed(1)}, from`);
  const shares = [usual.verifications, usual.arrivals, usual.boxSeconds].map((all) =>
    all.reduce((sum, { share }) => sum + share, 0),
  );
  for (const sum of shares) expect(sum).toBeCloseTo(1);
});

describe.each([30, 100, 300, 1_000, 3_000])('%d students before a deadline', (students) => {
  const played = [1, 2, 3].map((seed) => play(arrivals(students, random(seed)), boxesFor(students)));

  test('wait no longer than the page says', () => {
    for (const { waits } of played) {
      expect(waits.p50).toBeLessThan(1);
      expect(waits.p95).toBeLessThanOrEqual(60.5);
      expect(waits.longest).toBeLessThan(150);
    }
  });

  test('have the longest line when there is one box', () => {
    const one = play(arrivals(students, random(1)), 1);
    expect(one.longestLine).toBeGreaterThan(played[0]?.longestLine ?? 0);
    expect(one.waits.p95).toBeGreaterThan(played[0]?.waits.p95 ?? 0);
  });
});

test('play gives each verification a box in the order in which they came', () => {
  const all = [0, 1, 2, 3].map((at) => ({ at, student: at, boxSeconds: 10 }));
  expect(play(all, 1).waits).toEqual({ p50: 18, p95: 27, longest: 27 });
  expect(play(all, 2).waits).toEqual({ p50: 8, p95: 8, longest: 8 });
  expect(play(all, 4).waits.longest).toBe(0);
  expect(play(all, 1).longestLine).toBe(3);
});
