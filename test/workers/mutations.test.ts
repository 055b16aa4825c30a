import { describe, expect, test } from '@jest/globals';
import type { Mutation } from '../check/mutation.ts';
import { mutations } from '../check/mutations.ts';
import { check } from './support/lesson.ts';
import { verifyForReal } from './support/real-box.ts';

/**
 * What the instant check foretells about each mutation of the answer, proved by building and running it. All of them with
 * DOCKHAND_FULL=1, else a few: SEED picks others.
 */
const seed = Number(process.env.SEED ?? 7);
const count = 8;

/** The same few for the same seed (a linear congruential generator, so that a failure can be had again). */
function some(all: readonly Mutation[]): readonly Mutation[] {
  const left = [...all];
  const chosen: Mutation[] = [];
  for (let state = seed; chosen.length < count && left.length > 0; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    chosen.push(...left.splice(state % left.length, 1));
  }
  return chosen;
}

const only = process.env.ONLY;
const cases =
  only === undefined
    ? process.env.DOCKHAND_FULL === '1'
      ? mutations
      : some(mutations)
    : mutations.filter(({ name }) => name.includes(only));

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
      // Where the verification blames a TODO, it is the one that was broken.
      if (verdict.todo !== null && todo !== null) expect({ todo: verdict.todo, why }).toEqual({ todo, why });
    },
    240_000,
  );
});
