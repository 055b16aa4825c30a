import type { Hunt } from '../../src/submission/practice.ts';

/** A bug hunt whose bug a student has fixed. */
export const mendedHunt: Hunt = {
  submission: 's1',
  round: 0,
  symptom: 'wrong-port',
  outcome: 'mended',
  isOwn: false,
  lines: 1,
  change: ['- a', '+ b'],
};
