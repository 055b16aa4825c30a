import { beforeAll, describe, expect, test } from '@jest/globals';
import { studentReasons } from '../../../src/submission/verdict.ts';
import { full, sampleOf, seed } from '../../support/sample.ts';
import { brokenAnswers } from '../support/broken-answers.ts';
import { answer, check } from '../support/lesson.ts';
import { verifyForReal } from '../support/real-box.ts';

/**
 * Each solution is really built and run in a box of its own. All of them with DOCKHAND_FULL=1, otherwise some each day; ONLY=text selects
 * by name.
 */
const only = process.env.ONLY;
const cases =
  only === undefined
    ? sampleOf(
        brokenAnswers.filter(({ sampled }) => full || sampled === true),
        5,
      )
    : brokenAnswers.filter(({ name }) => name.includes(only));

test('every reason that is a student’s has a case on a real box', () => {
  // What a lesson asserts is proved with lessons of data alone, in test/workers/lessons-of-data.test.ts.
  // What is wrong with services is proved in test/workers/compose.test.ts, and what a sandbox refuses of them in test/attacks.
  // What GitHub would refuse in a workflow is told before a box is used: test/workers/verdict/todos.test.ts.
  const elsewhere = ['promise-broken', 'compose-unusable', 'workflow-unusable', 'service-unhealthy'] as const;
  const covered = new Set([...brokenAnswers.map(({ reason }) => reason), ...elsewhere]);
  expect(studentReasons.filter((reason) => !covered.has(reason))).toEqual([]);
});

describe(`a verification, seed ${seed}`, () => {
  let right: Record<string, string>;
  beforeAll(async () => {
    right = await answer();
  });

  test.each(cases.map((each) => [each.name, each] as const))(
    'tells apart %s',
    async (_name, { files, reason, phase, todo, line, says, limits, warns, unforetold }) => {
      const student = files(right);
      const { verdict, sentence } = await verifyForReal(student, {
        limits: { readySeconds: 60, ...limits },
      });
      const told = { sentence, excerpt: verdict.excerpt, phases: verdict.phases };
      if (verdict.reason !== reason)
        throw new Error(`${verdict.reason}, not ${reason}: ${JSON.stringify(told, null, 1)}`);
      expect(verdict.outcome).toBe(reason === null ? 'passed' : 'failed');
      if (phase !== undefined)
        expect(verdict.phases.find(({ status }) => status === 'failed')?.name).toBe(phase);
      if (todo !== undefined) expect({ ...told, todo: verdict.todo }).toMatchObject({ todo });
      const warned = verdict.phases
        .filter(({ status }) => status === 'warned')
        .map(({ name, detail }) => [name, detail.key]);
      expect({ ...told, warned }).toMatchObject({ warned: warns === undefined ? [] : [warns] });
      if (says !== undefined) expect(sentence).toMatch(says);
      if (line !== undefined)
        expect((student.Dockerfile ?? '').split('\n')[(verdict.line ?? 0) - 1]).toContain(line);
      // The instant check predicted it, if it made a prediction.
      const { ready } = await check(student);
      if (ready !== null && unforetold !== true)
        expect({ ready, reason: verdict.reason }).toEqual({ ready: reason === null, reason });
    },
    600_000,
  );
});
