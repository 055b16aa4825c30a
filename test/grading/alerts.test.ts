import { describe, expect, test } from '@jest/globals';
import { type AlertSignals, alertsOf, quietSignals as nothing } from '../../src/grading/alerts.ts';
import { commonFailures } from '../../src/grading/common-failures.ts';
import { parseDateInput } from '../../src/grading/date-input.ts';
import { timeOnTodos } from '../../src/grading/time-on-todos.ts';

const minute = 60_000;
const now = 1_000_000 * minute;
const quiet: AlertSignals = { ...nothing, now, workers: 2, boxes: { all: 4, silent: 0 }, disk: 0.5 };
const keys = (change: Partial<AlertSignals>, open: readonly string[] = []) =>
  alertsOf({ ...quiet, ...change }, new Set(open)).map(({ key }) => key);
const fails = (count: number, ago = 0) =>
  Array.from({ length: count }, (_, i) => ({
    user: `u${i}`,
    at: now - ago,
    todo: 5,
    reason: 'not-executable' as const,
  }));

describe('an alert', () => {
  test('raises an alert for each kind of trouble and for nothing else', () => {
    expect(keys({})).toEqual([]);
    expect(keys({ queueAnswers: false, workers: null, boxes: null })).toEqual(['queue-away']);
    expect(keys({ unqueuedSince: now - 2 * minute })).toEqual(['queue-refuses']);
    expect(keys({ unqueuedSince: now - minute })).toEqual([]);
    expect(keys({ databaseTrouble: 'busy' })).toEqual(['database-away']);
    expect(keys({ workers: 0, waiting: 1 })).toEqual(['no-worker']);
    expect(keys({ workers: 0, waiting: 0 })).toEqual([]);
    expect(keys({ oldest: now - 11 * minute })).toEqual(['oldest-job']);
    expect(keys({ boxes: { all: 4, silent: 1 } })).toEqual(['wedged-boxes']);
    expect(keys({ recent: { judged: 10, errors: 3 } })).toEqual(['errors']);
    expect(keys({ recent: { judged: 3, errors: 3 } })).toEqual([]);
    expect(keys({ disk: 0.95 })).toEqual(['disk-full']);
    expect(keys({ failures: fails(5) })).toEqual(['same-failure/5/not-executable']);
  });
  test('stays open until the trouble is clearly over', () => {
    expect(keys({ oldest: now - 7 * minute })).toEqual([]);
    expect(keys({ oldest: now - 7 * minute }, ['oldest-job'])).toEqual(['oldest-job']);
    expect(keys({ oldest: now - 4 * minute }, ['oldest-job'])).toEqual([]);
    expect(keys({ failures: fails(4) }, ['same-failure/5/not-executable'])).toHaveLength(1);
    expect(keys({ failures: fails(2) }, ['same-failure/5/not-executable'])).toEqual([]);
    expect(keys({ recent: { judged: 10, errors: 0 } }, ['errors'])).toEqual([]);
  });
  test('raises no alert for an old queue that a TA paused', () => {
    expect(keys({ oldest: now - 60 * minute, paused: true })).toEqual([]);
  });
});

test('counts students, not runs, that recently failed in the same way', () => {
  const one = Array.from({ length: 10 }, () => fails(1)[0]).filter((run) => run !== undefined);
  expect(commonFailures(one, now)).toEqual([]);
  expect(commonFailures(fails(7, 21 * minute), now)).toEqual([]);
  expect(commonFailures([...fails(7), ...one], now)).toEqual([
    { todo: 5, reason: 'not-executable', students: 7 },
  ]);
});

describe('time on TODOs', () => {
  test('attributes time to the first open TODO, breaks excluded', () => {
    const seen = [
      { at: 0, todos: { 1: 'missing', 2: 'missing' } },
      { at: 10 * minute, todos: { 1: 'done', 2: 'wrong' } },
      { at: 25 * minute, todos: { 1: 'done', 2: 'done' } },
    ] as const;
    expect(timeOnTodos([1, 2], seen, [5 * minute, 12 * minute])).toEqual({ 1: 10 * minute, 2: 15 * minute });
    // A night in between counts as a break.
    expect(timeOnTodos([1, 2], [seen[0]], [600 * minute])).toEqual({});
    expect(timeOnTodos([1, 2], [], [])).toEqual({});
  });
});

describe('a date that somebody types', () => {
  const at = Date.UTC(2026, 10, 24, 18, 0);
  test.each([
    ['2026-12-01 18:00', Date.UTC(2026, 11, 1, 18, 0)],
    ['2026-12-01T18:00Z', Date.UTC(2026, 11, 1, 18, 0)],
    ['2026-12-01 18:00 +01:00', Date.UTC(2026, 11, 1, 17, 0)],
    ['2026-12-01 18:00-0530', Date.UTC(2026, 11, 1, 23, 30)],
    ['2026-12-01', Date.UTC(2026, 11, 1, 23, 59)],
    ['<t:1764612000:F>', 1_764_612_000_000],
    ['in 3 days', at + 3 * 24 * 60 * minute],
    ['+90m', at + 90 * minute],
    ['2w', at + 14 * 24 * 60 * minute],
    ['the day before', null],
    ['2026-02-31 10:00', null],
    ['2026-12-01 25:00', null],
    ['2999-12-01 18:00', null],
    ['', null],
  ])('reads %j as a date, or refuses it', (text, moment) => {
    expect(parseDateInput(text, at)).toBe(moment);
  });
});
