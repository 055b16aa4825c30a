import { describe, expect, test } from '@jest/globals';
import type { CheckReport } from '../../src/check/model/report.ts';
import { type BothJudgements, conclude, provedAnswer, provedMutation } from '../../src/cli/lesson/proof.ts';
import type { Verdict } from '../../src/submission/verdict.ts';

const text = { page: 'none', key: 'none', values: {} };
const error = { rule: 'BuildStepFails', severity: 'error', file: 'Dockerfile', line: 4, message: text };

/** Results of check and verification, as far as a proof uses them. */
const judged = (open: readonly number[], verdictTodo: number | null): BothJudgements => ({
  report: {
    ready: false,
    todos: open.map((n) => ({ n, required: true, status: 'missing' })),
    findings: [error],
  } as unknown as CheckReport,
  verdict: { outcome: 'failed', todo: verdictTodo } as unknown as Verdict,
});
const right: BothJudgements = {
  report: { ready: true, todos: [], findings: [] } as unknown as CheckReport,
  verdict: { outcome: 'passed', todo: null } as unknown as Verdict,
};

/** The proof of a lesson whose only mistake breaks that TODO and has these results. */
function outcome(todo: number | null, judgements: BothJudgements) {
  const mutation = provedMutation({ name: 'a mistake', todo, against: null, files: {} }, judgements);
  const parts = { lesson: 'one', solution: provedAnswer('solution', right), also: [], mutations: [mutation] };
  const { holds } = conclude(parts, { untested: [], uncovered: [] });
  return [mutation.check, mutation.verify, holds];
}

describe('a mistake that spoils a TODO', () => {
  test.each([
    ['is caught where both name it', [2], 2, ['caught', 'caught', true]],
    [
      'is unnamed where the verdict names none, and the lesson does not hold',
      [2],
      null,
      ['caught', 'unnamed', false],
    ],
    [
      'is unnamed where the check names none, and the lesson does not hold',
      [],
      2,
      ['unnamed', 'caught', false],
    ],
    ['is another’s where another is named', [5], 5, ['other-todo', 'other-todo', false]],
  ])('a mistake %s', (_what, open, verdictTodo, expected) => {
    expect(outcome(2, judged(open, verdictTodo))).toEqual(expected);
  });
});

describe('a mistake that belongs to no TODO', () => {
  test.each([
    ['is unnamed where nothing is named, and the lesson holds', [], null, ['unnamed', 'unnamed', true]],
    ['is caught by whatever is named', [3], 3, ['caught', 'caught', true]],
  ])('a mistake %s', (_what, open, verdictTodo, expected) => {
    expect(outcome(null, judged(open, verdictTodo))).toEqual(expected);
  });
});
