import { describe, expect, test } from '@jest/globals';
import { mayBeReplayed } from '../../src/submission/replay.ts';
import {
  cancelReasons,
  ourReasons,
  studentReasons,
  type VerdictReason,
} from '../../src/submission/verdict.ts';
import { verdictOf } from '../support/verdicts.ts';

const failed = (reason: VerdictReason, more: object = { excerpt: ['it says why'] }) => ({
  ...verdictOf('failed'),
  reason,
  ...more,
});
/** What a busy machine may have had a hand in. */
const doubtful: readonly VerdictReason[] = [
  'out-of-memory',
  'timed-out',
  'disk-full',
  'too-many-processes',
  'too-much-output',
  'never-listened',
  'unexpected-answer',
];

describe('told again without a run', () => {
  test('is what passed, and what failed by the student’s files', () => {
    expect(mayBeReplayed(verdictOf('passed'))).toBe(true);
    const evident = studentReasons.filter((reason) => !doubtful.includes(reason));
    expect(evident.filter((reason) => !mayBeReplayed(failed(reason)))).toEqual([]);
  });

  test.each(doubtful)('is never %s', (reason) => {
    expect(mayBeReplayed(failed(reason))).toBe(false);
  });

  test('is no program that ended without a word', () => {
    expect(mayBeReplayed(failed('exited', { excerpt: [] }))).toBe(false);
  });

  test('is nothing that a worker had doubts about, and nothing that contradicts the check', () => {
    expect(mayBeReplayed(failed('wrong-status', { doubtful: true }))).toBe(false);
    const contradictions = [{ rule: 'ready', todo: null }];
    expect(mayBeReplayed(failed('build-failed', { contradictions }))).toBe(false);
    expect(mayBeReplayed({ ...verdictOf('passed'), contradictions })).toBe(false);
  });

  test.each([...ourReasons, ...cancelReasons])('is never %s', (reason) => {
    const outcome = (ourReasons as readonly string[]).includes(reason) ? 'error' : 'cancelled';
    expect(mayBeReplayed({ ...verdictOf(outcome), reason })).toBe(false);
  });
});
