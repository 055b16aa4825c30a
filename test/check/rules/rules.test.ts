import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckReport } from '../../../src/check/model/report.ts';
import { rules } from '../../../src/check/rules/index.ts';
import type { Example, Rule } from '../../../src/check/rules/rule.ts';
import { translate } from '../../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** Checks the lesson's own answer with an example's files over it; `<none>` removes a file. */
function reportOn(example: Example): CheckReport {
  const files = Object.fromEntries(
    Object.entries({ ...fixture.answer, ...example }).filter(([, text]) => text !== '<none>'),
  );
  if ('compose.yaml' in example) return checkWith('compose', 'compose.yaml', files);
  const [workflow] = Object.keys(example).filter((path) => path.startsWith('.github/workflows/'));
  return workflow === undefined ? fixture.check(files) : checkWith('workflow', workflow, files);
}

/** The same lesson, in which students hand in one more file. */
function checkWith(
  role: 'compose' | 'workflow',
  name: string,
  files: Readonly<Record<string, string>>,
): CheckReport {
  const { checker, lesson, tree } = fixture;
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const studentFiles = [
    { role: 'dockerfile', name: 'Dockerfile', needed: true },
    { role, name, needed: true },
  ] as const;
  const compose = { images: ['postgres'] };
  const manifest = { ...lesson.manifest, studentFiles: [...studentFiles], compose };
  return checker({ student: { files, complete: true }, lesson: { ...lesson, manifest }, tree });
}

const reports = (report: CheckReport, rule: Rule): boolean =>
  report.findings.some((finding) => finding.rule === rule.id) ||
  report.todos.some((todo) => todo.rule === rule.id && todo.status !== 'done');

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('reports the bad example in a complete sentence', () => {
    const report = reportOn(rule.bad);
    expect(reports(report, rule)).toBe(true);
    const hit = [...report.findings, ...report.todos].find((each) => each.rule === rule.id);
    const text = translate('en', hit?.message ?? rule.title);
    // `${{ … }}` is an expression of GitHub's.
    expect(text).not.toMatch(/(?<!\$)\{\{|undefined|\[object/);
    expect(text).toMatch(/[.?]$/);
  });

  test('accepts the good example', () => {
    expect(reports(reportOn(rule.good), rule)).toBe(false);
  });

  test('has a readable title and reason', () => {
    expect(translate('en', rule.title).length).toBeGreaterThan(10);
    expect(translate('en', rule.why)).toMatch(/\.$/);
    expect(rule.reads).not.toBe('');
  });
});

test('gives every rule a unique id', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
