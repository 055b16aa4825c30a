import { describe, expect, test } from '@jest/globals';
import type { CheckReport, Finding, TodoResult } from '../../../src/check/model/report.ts';
import { aimRules } from '../../../src/check/rules/index.ts';
import type { Aim, Manifest } from '../../../src/lesson/manifest/manifest.ts';
import { loadLesson } from '../../../src/library/library.ts';
import type { PhaseResult } from '../../../src/submission/verdict.ts';
import { sayDetail } from '../../../src/submission/wording/phases.ts';
import { words } from '../../../src/wording/wording.ts';
import { refuted, todosPhase } from '../../../workers/verdict/todos.ts';

/** Which of the check's claims remain after a run that passed all phases. */
const say = words('test-todos', { en: { text: 'Something.' } });
const { lesson } = await loadLesson(new URL('../../../lessons/backend-docker/', import.meta.url).pathname);
const manifest = lesson.manifest as Manifest;

const todo = (
  n: number,
  rule: string,
  status: TodoResult['status'] = 'wrong',
  required = true,
): TodoResult => ({
  n,
  title: '',
  status,
  required,
  rule,
  message: say.later('text'),
  file: 'Dockerfile',
  line: n,
});
const finding = (rule: string, severity: Finding['severity'] = 'error'): Finding => ({
  rule,
  severity,
  file: 'Dockerfile',
  line: 1,
  message: say.later('text'),
  url: null,
});
const reportOf = (
  todos: readonly TodoResult[],
  findings: readonly Finding[] = [],
  ready: CheckReport['ready'] = false,
): CheckReport => ({ todos, findings, ready, blocker: null, wanted: [] });
const ran = (
  migrations: 'migrated' | 'migrated-quietly' | 'migrated-before' | 'migrations-unknown' = 'migrated',
) => [
  { name: 'migrations', status: 'ok', ms: 1, detail: sayDetail.later(migrations) } as PhaseResult,
  { name: 'rebuild', status: 'ok', ms: 1, detail: sayDetail.later('no-dependency-step') } as PhaseResult,
];
const judged = (report: CheckReport | null, done = ran(), of: Manifest = manifest) => ({
  failed: todosPhase({ report, manifest: of }, done)?.todo ?? null,
  refuted: refuted(report, of, done).map(({ rule, todo }) => `${todo ?? ''} ${rule}`.trim()),
});

/** The aims whose effect every run shows, each with all rules that decide about it. */
const shownAims: readonly Aim[] = [
  'installer-available',
  'dependencies-copied-first',
  'dependencies-installed',
  'project-directory',
  'entrypoint-script',
  'entrypoint-used',
];
const rulesOf = (aim: Aim) => aimRules.filter((rule) => rule.aim === aim).map(({ id }) => id);
const todoWith = (aim: Aim): number => manifest.todos.find(({ aims }) => aims.includes(aim))?.n ?? 0;

describe('a run that passed is not overruled by the check', () => {
  test.each(shownAims.flatMap((aim) => rulesOf(aim).map((rule) => [aim, rule] as const)))(
    'about %s, by %s',
    (aim, rule) => {
      for (const status of ['wrong', 'missing'] as const)
        expect(judged(reportOf([todo(todoWith(aim), rule, status)]))).toEqual({
          failed: null,
          refuted: [`${todoWith(aim)} ${rule}`],
        });
    },
  );

  test('a rule that belongs to no aim overrules no run', () => {
    expect(judged(reportOf([todo(3, 'SwallowedInstruction')]))).toEqual({
      failed: null,
      refuted: ['3 SwallowedInstruction'],
    });
  });

  test('an expected stop of the build or the start overrules no run', () => {
    const findings = [finding('BuildStepFails'), finding('StartFails'), finding('DL3006', 'warning')];
    expect(judged(reportOf([todo(1, 'UvInstalled', 'done')], findings))).toEqual({
      failed: null,
      refuted: ['BuildStepFails', 'StartFails'],
    });
  });

  test('a prediction that names nothing overrules no run', () => {
    expect(judged(reportOf([])).refuted).toEqual(['ready']);
    expect(judged(reportOf([], [], null)).refuted).toEqual([]);
    expect(judged(reportOf([], [], true)).refuted).toEqual([]);
  });

  test('quiet or unknown migrations let the run stand', () => {
    for (const migrations of ['migrated-quietly', 'migrations-unknown'] as const)
      expect(judged(reportOf([todo(5, 'EntrypointMigrates')]), ran(migrations)).failed).toBeNull();
  });
});

describe('the check has the word about what no run can show', () => {
  test('exact versions', () => {
    const report = reportOf([todo(3, 'ExactVersions'), todo(2, 'DependenciesBeforeSource')]);
    expect(judged(report)).toEqual({ failed: 3, refuted: ['2 DependenciesBeforeSource'] });
  });

  test('migrations at start, where the database came with the image', () => {
    expect(judged(reportOf([todo(5, 'EntrypointMigrates')]), ran('migrated-before'))).toEqual({
      failed: 5,
      refuted: [],
    });
  });

  test('the check has no word where the lesson does not require it, or the check does not know', () => {
    expect(judged(reportOf([todo(3, 'ExactVersions', 'wrong', false)], [], true))).toEqual({
      failed: null,
      refuted: [],
    });
    expect(judged(reportOf([todo(3, 'ExactVersions', 'unknown')], [], null))).toEqual({
      failed: null,
      refuted: [],
    });
    expect(judged(null)).toEqual({ failed: null, refuted: [] });
  });
});
