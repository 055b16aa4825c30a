import { beforeAll, describe, expect, test } from '@jest/globals';
import { translate } from '../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';
import { mutations } from './mutations.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const broken = (report: ReturnType<LessonFixture['check']>): readonly number[] =>
  report.todos.filter(({ status }) => status !== 'done').map(({ n }) => n);

const why = (report: ReturnType<LessonFixture['check']>): string =>
  [
    ...report.todos.filter(({ status }) => status !== 'done'),
    ...report.findings.filter(({ severity }) => severity === 'error'),
  ]
    .map((each) => `${each.rule} ${each.file}:${each.line} ${translate('en', each.message)}`)
    .join('\n');

describe('single changes of the lesson’s answer', () => {
  test.each(mutations.map((each) => [each.name, each] as const))(
    'judges %s',
    (_, { files, todo, passes, foretold = true }) => {
      const report = fixture.check(files);
      expect({ ready: report.ready, broken: broken(report), why: passes ? why(report) : '' }).toEqual({
        ready: foretold ? passes : null,
        broken: todo === null ? [] : [todo],
        why: '',
      });
    },
  );
});

test('has at least 300 changes with unique names', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(300);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});
