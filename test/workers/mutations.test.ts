import { describe, expect, test } from '@jest/globals';
import { mutations } from '../check/mutations.ts';
import { sampleOf, seed } from '../support/sample.ts';
import { check } from './support/lesson.ts';
import { verifyForReal } from './support/real-box.ts';

/**
 * The instant check's predictions for mutations of the solution, verified by building and running them. All of them with DOCKHAND_FULL=1,
 * otherwise a few each day; ONLY=text selects by name.
 */
const only = process.env.ONLY;
const cases =
  only === undefined ? sampleOf(mutations, 4) : mutations.filter(({ name }) => name.includes(only));

describe(`a mutation of the answer, seed ${seed}`, () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    'verifies the mutation %s',
    async (_name, { files, passes, todo, foretold = true }) => {
      const { verdict, sentence } = await verifyForReal(files, {
        // A server that a build waits for has to end before the test does.
        limits: { readySeconds: 30, buildSeconds: 90 },
      });
      const { ready } = await check(files);
      const seen = { outcome: verdict.outcome, ready };
      const why = `${verdict.reason}: ${sentence}\n${verdict.excerpt.join('\n')}`;
      expect({ ...seen, why }).toEqual({
        outcome: passes ? 'passed' : 'failed',
        ready: foretold ? passes : null,
        why,
      });
      // If the verification blames a TODO, it is the broken one.
      if (verdict.todo !== null && todo !== null) expect({ todo: verdict.todo, why }).toEqual({ todo, why });
    },
    240_000,
  );
});
