import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  arrivals,
  boxesFor,
  peakPerSecond,
  play,
  random,
  secondsPerVerification,
  usual,
  verificationsPerStudent,
} from '../../bench/scale/deadline.ts';
import { megabytesPerBox } from '../../setup/machine-share.js';
import { needsLinux } from '../../setup/without-boxes.js';
import { leastMemoryBytes, machineGigabytes } from '../../src/config/machine.js';

/** docs/capacity.md compared with the benchmark that its figures come from. */
const page = readFileSync(new URL('../../docs/capacity.md', import.meta.url), 'utf8');
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| ([\d,]+) \| (\d+) \| (\d+) \| (.*) \|$/gm)].map(
  ([, students, boxes, machines, waits]) => ({
    waits,
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

test('the page gives the waits that the bench prints', () => {
  for (const { students, waits } of rows) {
    const { p50, p95, longest } = play(arrivals(students, random(students)), boxesFor(students)).waits;
    const printed = [p50, p95, longest].map((seconds) => `${Math.round(seconds)} s`).join(' | ');
    expect([students, waits]).toEqual([students, printed]);
  }
  const half = play(arrivals(300, random(300)), boxesFor(300) / 2).waits.p95 / 60;
  expect(page).toContain(`waits for over ${Math.floor(half)} minutes`);
  const forty = Array.from({ length: 40 }, (_, n) => play(arrivals(300, random(n + 1)), boxesFor(300)));
  const worst = Math.max(...forty.map(({ waits }) => waits.p95));
  expect(page).toContain(`one in twenty waits longer than ${Math.round(worst)} s`);
});

test('the page works out what one box more carries, and what Redis has to bear, from its own figures', () => {
  const studentsPerBox = 1 / (peakPerSecond(1) * secondsPerVerification * 1.2);
  expect(page).toContain(`So ${Math.floor(studentsPerBox)} students need one box more`);
  const redis = [
    ...page.matchAll(/^\| ([\d,]+) \| ([\d,]+) \| ([\d.]+) KB \| (\d+) \| [\d,]+ \| (\d+) \|$/gm),
  ].map((row) => row.slice(1).map((figure) => Number(figure.replaceAll(',', ''))));
  expect(redis).toHaveLength(3);
  for (const [students = 0, waiting] of redis)
    expect(waiting).toBe(Math.ceil(students * verificationsPerStudent * 0.25));
  const [students = 0, waiting = 0, kilobytes = 0, commands = 0, judged = 0] = redis.at(-1) ?? [];
  const peak = peakPerSecond(students);
  const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
  const [, most] = /--maxmemory, (\d+)mb/.exec(compose) ?? [];
  expect(page).toContain(`take ${Math.round((waiting * kilobytes) / 1_000)} MB of the ${most} MB`);
  const rounded = Math.round((peak * commands) / 10) * 10;
  expect(page).toContain(`${peak.toFixed(1)} verifications or ${rounded} commands a second: a fortieth`);
  expect(Math.abs(judged / peak - 40)).toBeLessThan(5);
});

test('the page names the means of what the bench draws', () => {
  expect(page).toContain(`| ${verificationsPerStudent} for each`);
  expect(page).toContain(`| ${secondsPerVerification.toFixed(1)}, from`);
  const shares = [usual.verifications, usual.arrivals, usual.boxSeconds].map((all) =>
    all.reduce((sum, { share }) => sum + share, 0),
  );
  for (const sum of shares) expect(sum).toBeCloseTo(1);
  const [row = ''] = /^\| seconds \|.*$/m.exec(page) ?? [];
  const nextLife = Number(/(\d+) s until the box's next life/.exec(row)?.[1]);
  const named = usual.boxSeconds.map(({ seconds }) => `${seconds - nextLife} s for`);
  expect(named.filter((seconds) => !row.includes(seconds))).toEqual([]);
});

test('README, the page, the set-up and its warning want the same memory of a machine, which carries a class of a hundred', async () => {
  const memory = `${machineGigabytes} GB of memory`;
  expect(readme).toContain(`${memory} and 20 GB of disk is enough for a class of a hundred`);
  expect(page).toContain(`two cores, ${memory} and 20 GB of disk`);
  expect(needsLinux('up')).toContain(memory);
  expect(page).toContain(`shows less than ${leastMemoryBytes / 1e9} GB`);
  const box = (await megabytesPerBox(machineGigabytes * 1e9, boxesFor(100))) * 2 ** 20;
  expect(page).toContain(`each box ${(box / 1e9).toFixed(1)} GB`);
});

describe.each([30, 100, 300, 1_000, 3_000])('%d students before a deadline', (students) => {
  const played = [1, 2, 3].map((seed) => play(arrivals(students, random(seed)), boxesFor(students)));

  test('wait a minute at most, but for one in twenty', () => {
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
