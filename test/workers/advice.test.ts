import { describe, expect, test } from '@jest/globals';
import { translate } from '../../src/wording/wording.ts';
import { type Files, follow } from '../check/follow-advice.ts';
import { openLessonFixture } from '../check/lesson-fixture.ts';
import { mutations } from '../check/mutations.ts';
import { sampleOf, seed } from '../support/sample.ts';
import { verifyForReal } from './support/real-box.ts';

/**
 * The check's advice, followed to the letter and then really built and run: if the check then predicts a pass, it passes. One piece of
 * advice of each kind with DOCKHAND_FULL=1, otherwise one each day.
 */
const { check } = await openLessonFixture();
const cured = new Map<string, { readonly name: string; readonly advice: string; readonly files: Files }>();
for (const { name, files, passes } of mutations) {
  const report = passes ? null : check(files);
  if (report === null || report.ready !== false) continue;
  for (const told of [...report.todos.filter(({ status }) => status !== 'done'), ...report.findings]) {
    const after = follow(files, told);
    const kind = `${told.message.page}.${told.message.key}`;
    if (after === null || cured.has(kind) || check(after).ready !== true) continue;
    cured.set(kind, { name, advice: translate('en', told.message), files: after });
  }
}

describe(`advice that cures, seed ${seed}`, () => {
  test('advice is of many kinds', () => {
    expect(cured.size).toBeGreaterThan(15);
  });

  test.each(sampleOf([...cured.values()], 1).map((each) => [each.name, each] as const))(
    'cures “%s” for real',
    async (_name, { advice, files }) => {
      const { verdict, sentence } = await verifyForReal(files);
      const why = `${advice}\n${verdict.reason}: ${sentence}\n${verdict.excerpt.join('\n')}`;
      expect({ outcome: verdict.outcome, why }).toEqual({ outcome: 'passed', why });
    },
    240_000,
  );
});
