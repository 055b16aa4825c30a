import type { Hunt } from '../../src/submission/practice.ts';

/** A bug hunt whose mistake a student has mended. */
export const mendedHunt: Hunt = {
  submission: 's1',
  round: 0,
  symptom: 'wrong-port',
  outcome: 'mended',
  isOwn: false,
  lines: 1,
  change: ['- a', '+ b'],
};
