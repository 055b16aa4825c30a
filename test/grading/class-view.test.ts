import { describe, expect, test } from '@jest/globals';
import { type StudentFacts, viewClass } from '../../src/grading/class-view.ts';

const minute = 60_000;
const now = 10_000 * minute;
const todos = [1, 2, 3].map((n) => ({ n, title: `Do ${n}` }));
const facts = (user: string, change: Partial<StudentFacts> = {}): StudentFacts => ({
  user,
  name: user,
  number: null,
  section: null,
  todos: {},
  attempts: 0,
  passedAt: null,
  latest: null,
  lastAt: null,
  ...change,
});
const failedAt = (todo: number | null, reason: 'not-executable' | 'build-failed' = 'not-executable') => ({
  lastAt: now,
  latest: { at: now, outcome: 'failed' as const, failure: { todo, reason } },
});
const view = (all: readonly StudentFacts[]) =>
  viewClass({ guild: 'g', lesson: { slug: 'l', title: 'L', todos }, facts: all, now });

describe('how a class stands', () => {
  test('lists those furthest ahead first, each in one stage', () => {
    const seen = view([
      facts('new'),
      facts('working', { lastAt: now, todos: { 1: 'done', 2: 'missing', 3: 'missing' } }),
      facts('passed', { lastAt: now, passedAt: 1, attempts: 3, todos: { 1: 'wrong' } }),
      facts('failed', { ...failedAt(3), attempts: 1, todos: { 1: 'done', 2: 'done', 3: 'done' } }),
    ]);
    expect(seen.students.map(({ user, stage, done, at }) => [user, stage, done, at])).toEqual([
      ['passed', 'passed', 3, null],
      ['failed', 'failed', 2, 3],
      ['working', 'working', 1, 2],
      ['new', 'not-started', 0, null],
    ]);
    expect(seen.stages).toEqual({ passed: 1, failed: 1, working: 1, 'not-started': 1 });
    expect(seen.attempts).toEqual({ all: 4, median: 3, most: 3 });
  });

  test('has figures of each TODO that add up to the class', () => {
    const seen = view([
      facts('a'),
      facts('b', failedAt(2)),
      facts('c', { lastAt: now, todos: { 1: 'unknown' } }),
    ]);
    for (const { counts } of seen.todos)
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(seen.todos[1]?.counts).toMatchObject({ wrong: 1, none: 2 });
  });

  test('shows a class of nobody', () => {
    expect(view([])).toMatchObject({ students: [], attempts: { all: 0, median: 0, most: 0 }, stuck: [] });
  });
});

describe('where a class is stuck', () => {
  test('names those who failed by TODO and reason, and those who stopped a while ago', () => {
    const stopped = (ago: number) => ({
      lastAt: now - ago,
      todos: { 1: 'done' as const, 2: 'missing' as const },
    });
    const seen = view([
      facts('a', failedAt(3)),
      facts('b', failedAt(3)),
      facts('c', failedAt(3, 'build-failed')),
      facts('d', stopped(20 * minute)),
      facts('just now', stopped(minute)),
      facts('went home', stopped(10 * 60 * minute)),
      facts('never came'),
    ]);
    expect(seen.stuck).toEqual([
      {
        todo: 3,
        title: 'Do 3',
        students: 3,
        reasons: [
          { reason: 'not-executable', students: 2 },
          { reason: 'build-failed', students: 1 },
        ],
      },
      { todo: 2, title: 'Do 2', students: 1, reasons: [] },
    ]);
  });
});
