import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Attempt, gradeOf } from '../../src/grading/grade.ts';
import { defaultPolicy, type Policy } from '../../src/grading/policy.ts';

const hour = 3_600_000;
const day = 24 * hour;
const due = 1_000 * day;
const attempt = (
  receivedAt: number,
  outcome: Attempt['outcome'],
  submission = `s${receivedAt}`,
): Attempt => ({
  submission,
  receivedAt,
  outcome,
});
const policy = (change: Partial<Policy>): Policy => ({ ...defaultPolicy, dueAt: due, ...change });

describe('which submission counts', () => {
  const attempts = [
    attempt(due - 3 * hour, 'failed', 'first'),
    attempt(due - 2 * hour, 'passed', 'best'),
    attempt(due - hour, 'failed', 'last'),
  ];
  test.each([
    ['best', 'best', 100],
    ['first', 'first', 0],
    ['last', 'last', 0],
  ] as const)('the %s one', (counts, submission, points) => {
    const grade = gradeOf(attempts, policy({ counts }));
    expect([grade.counted?.submission, grade.points]).toEqual([submission, points]);
  });

  test('chooses the counted submission by time of receipt, not by the order of verdicts', () => {
    for (const order of [attempts, [...attempts].reverse()])
      expect(gradeOf(order, policy({ counts: 'last' })).counted?.submission).toBe('last');
  });

  test('never counts a submission with our error, a cancellation or no verdict', () => {
    const ours = [attempt(1, 'error'), attempt(2, 'cancelled'), attempt(3, null)];
    for (const counts of ['best', 'first', 'last'] as const) {
      expect(gradeOf(ours, policy({ counts }))).toMatchObject({ points: null, counted: null });
      expect(gradeOf([...ours, attempt(4, 'passed')], policy({ counts })).points).toBe(100);
    }
  });
});

describe('late submissions', () => {
  const late = (by: number) => [attempt(due + by, 'passed')];
  const grace = defaultPolicy.graceMinutes * 60_000;
  test('count in full, less for each day begun, or not at all', () => {
    expect(gradeOf(late(2 * day), policy({ late: 'full' }))).toMatchObject({ points: 100, lateMs: 2 * day });
    expect(gradeOf(late(day), policy({ late: 'less', latePerDay: 10 })).points).toBe(90);
    expect(gradeOf(late(day + 1), policy({ late: 'less', latePerDay: 10 })).points).toBe(80);
    expect(gradeOf(late(20 * day), policy({ late: 'less', latePerDay: 10 })).points).toBe(0);
    expect(gradeOf(late(grace + 1), policy({ late: 'none' }))).toMatchObject({ points: null, counted: null });
  });
  test('counts submissions within the grace period as on time', () => {
    expect(gradeOf(late(grace), policy({ late: 'none' }))).toMatchObject({ points: 100, lateMs: 0 });
  });
  test('leaves earlier grades alone when a late submission does not count', () => {
    const attempts = [attempt(due - 1, 'passed'), attempt(due + day, 'failed')];
    expect(gradeOf(attempts, policy({ late: 'none', counts: 'last' })).points).toBe(100);
  });
  test('have a later due date with an extension, never an earlier one', () => {
    const longer = { dueAt: due + 3 * day, by: 'ta', at: 0, reason: null };
    expect(gradeOf(late(2 * day), policy({ late: 'none' }), longer)).toMatchObject({
      points: 100,
      dueAt: due + 3 * day,
    });
    expect(gradeOf([], policy({}), { ...longer, dueAt: due - day }).dueAt).toBe(due);
  });
  test('beat an early failure where the best one counts', () => {
    const attempts = [attempt(due - 1, 'failed'), attempt(due + 3 * day, 'passed')];
    expect(gradeOf(attempts, policy({ late: 'less', latePerDay: 10 })).points).toBe(70);
  });
});

test('an override replaces the earned grade, which stays visible', () => {
  const override = { points: 55, by: 'ta', at: 0, reason: 'oral exam' };
  expect(gradeOf([attempt(1, 'passed')], policy({}), null, override)).toMatchObject({
    points: 55,
    earned: 100,
  });
  expect(gradeOf([], policy({}), null, override)).toMatchObject({ points: 55, earned: null });
});

test('keeps points within 0 to 100 and never lowers the best grade by another submission', () => {
  const any = fc.record({
    receivedAt: fc.integer({ min: due - 10 * day, max: due + 30 * day }),
    outcome: fc.constantFrom('passed', 'failed', 'error', 'cancelled', null),
    submission: fc.uuid(),
  });
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 12 }),
      any,
      fc.constantFrom('full', 'less', 'none'),
      fc.integer({ min: 1, max: 100 }),
      (attempts, more, late, latePerDay) => {
        const rules = policy({ late, latePerDay, counts: 'best' });
        const before = gradeOf(attempts, rules).points;
        const after = gradeOf([...attempts, more], rules).points;
        expect(after ?? 0).toBeGreaterThanOrEqual(before ?? 0);
        expect(after ?? 0).toBeLessThanOrEqual(100);
      },
    ),
  );
});
