import type { Outcome, Verdict } from '../../src/submission/verdict.ts';

/** A worker's verdict, as short as possible. */
export const verdictOf = (outcome: Outcome, ms = 1_000): Verdict => ({
  v: 1,
  outcome,
  reason: outcome === 'passed' ? null : 'build-failed',
  explanation: outcome === 'passed' ? null : { page: 'test', key: 'broken', values: {} },
  todo: null,
  file: null,
  line: null,
  phases: [{ name: 'build', status: 'ok', ms, detail: { page: 'test', key: 'built', values: {} } }],
  image: null,
  excerpt: [],
  digests: { lesson: 'l', checker: 'c', box: 'b' },
});
