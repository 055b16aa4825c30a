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
/** Reasons to which a busy machine may have contributed. */
const doubtful: readonly VerdictReason[] = [
  'out-of-memory',
  'timed-out',
  'disk-full',
  'too-many-processes',
  'too-much-output',
  'never-listened',
  'unexpected-answer',
  'service-unhealthy',
];

describe('verdicts to replay', () => {
  test('replays what passed, and what failed because of the student’s files', () => {
    expect(mayBeReplayed(verdictOf('passed'))).toBe(true);
    const evident = studentReasons.filter((reason) => !doubtful.includes(reason));
    expect(evident.filter((reason) => !mayBeReplayed(failed(reason)))).toEqual([]);
  });

  test.each(doubtful)('never replays the doubtful reason %s', (reason) => {
    expect(mayBeReplayed(failed(reason))).toBe(false);
  });

  test('never replays a program that ended without output', () => {
    expect(mayBeReplayed(failed('exited', { excerpt: [] }))).toBe(false);
  });

  test('never replays a doubtful verdict or a contradiction of the check', () => {
    expect(mayBeReplayed(failed('wrong-status', { doubtful: true }))).toBe(false);
    const contradictions = [{ rule: 'ready', todo: null }];
    expect(mayBeReplayed(failed('build-failed', { contradictions }))).toBe(false);
    expect(mayBeReplayed({ ...verdictOf('passed'), contradictions })).toBe(false);
  });

  test.each([...ourReasons, ...cancelReasons])('never replays the reason %s', (reason) => {
    const outcome = (ourReasons as readonly string[]).includes(reason) ? 'error' : 'cancelled';
    expect(mayBeReplayed({ ...verdictOf(outcome), reason })).toBe(false);
  });
});
