import { describe, expect, test } from '@jest/globals';
import { expected } from '../../check/calibration.ts';
import { races } from '../../check/cases/races.ts';
import { recordedCases } from '../../check/recorded-cases.ts';
import { sampleOf, seed } from '../../support/sample.ts';
import { check } from '../support/lesson.ts';
import { verifyForReal } from '../support/real-box.ts';

/**
 * The recorded cases, built and run again: their recorded outcome has to be the same still, and the check has to have predicted it. All
 * of them with DOCKHAND_FULL=1, otherwise a few each day; ONLY selects those whose "source: name" matches a regular expression.
 */
const cases = recordedCases.filter(({ source }) => source !== 'mutations' && source !== 'corpus');
const only = process.env.ONLY;
const chosen =
  only === undefined
    ? sampleOf(cases, 4)
    : cases.filter(({ source, name }) => new RegExp(only).test(`${source}: ${name}`));

describe(`a recorded case, seed ${seed}`, () => {
  test.each(chosen.map((each) => [`${each.source}: ${each.name}`, each] as const))(
    'verifies the recorded case %s',
    async (_name, each) => {
      const { verdict, sentence } = await verifyForReal(each.files, {
        // A server that a build waits for has to end before the test does.
        limits: { readySeconds: 30, buildSeconds: 90 },
      });
      const { ready } = await check(each.files);
      const why = `${verdict.reason}: ${sentence}\n${verdict.excerpt.join('\n')}`;
      const passes = Object.hasOwn(races, each.name) ? verdict.outcome === 'passed' : expected(each);
      expect({ outcome: verdict.outcome, foretold: ready === null || ready === passes, why }).toEqual({
        outcome: passes ? 'passed' : 'failed',
        foretold: true,
        why,
      });
    },
    240_000,
  );
});
