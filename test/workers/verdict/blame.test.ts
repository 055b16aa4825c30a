import { describe, expect, test } from '@jest/globals';
import type { CheckReport, Finding, TodoResult, TodoStatus } from '../../../src/check/model/report.ts';
import type { Aim, Manifest } from '../../../src/lesson/manifest/manifest.ts';
import { loadLesson } from '../../../src/library/library.ts';
import { words } from '../../../src/wording/wording.ts';
import { placeOf, todoOf } from '../../../workers/verdict/blame.ts';

const say = words('test-blame', { en: { text: 'Something.' } });
const { lesson } = await loadLesson(new URL('../../../lessons/backend-docker/', import.meta.url).pathname);
const manifest = lesson.manifest as Manifest;

const nowhere = { file: null, line: null };
/** A report, abbreviated to a letter for each TODO: d, m, w, u. */
function reportOf(letters: string, findings: readonly Finding[] = []): CheckReport {
  const status: Readonly<Record<string, TodoStatus>> = {
    d: 'done',
    m: 'missing',
    w: 'wrong',
    u: 'unknown',
  };
  const todos = [...letters].map(
    (letter, index): TodoResult => ({
      n: index + 1,
      title: '',
      status: status[letter] ?? 'unknown',
      required: true,
      rule: 'r',
      message: say.later('text'),
      file: 'Dockerfile',
      line: 10 + index,
    }),
  );
  return { blocker: null, todos, findings, ready: null, wanted: [] };
}
const aims: readonly Aim[] = ['dependencies-installed', 'project-directory'];

describe('which TODO a failure is blamed on', () => {
  test.each([
    ['the one that the check sees broken', 'dddwdd', 4],
    ['the first of the failure’s aims, when more are broken', 'ddwwdd', 3],
    ['none that is done', 'dddddd', null],
    ['one that the check cannot tell', 'ddudud', 3],
    ['none, when those of the aims are done, although one other is open', 'ddddwd', null],
    ['none, when those of the aims are done and several others are not', 'wddddw', null],
  ])('blames %s', (_, letters, todo) => {
    expect(todoOf(manifest, reportOf(letters), aims, nowhere)).toBe(todo);
  });

  test.each([
    ['although the check calls it done', 'dddddd', 2],
    ['although another one is open', 'dddddw', 2],
    ['where the check sees it too', 'dwdddd', 2],
  ])('what the run has shown is blamed on its own TODO, %s', (_, letters, todo) => {
    const shown = { ...nowhere, shown: true };
    expect(todoOf(manifest, reportOf(letters), ['dependencies-copied-first'], shown)).toBe(todo);
  });

  test('no check leaves the first TODO that has the aim', () => {
    expect(todoOf(manifest, null, aims, nowhere)).toBe(3);
  });

  test('no aim leaves the broken TODO whose line failed', () => {
    const at = { file: 'Dockerfile', line: 11 };
    expect(todoOf(manifest, reportOf('dwdddd'), [], at)).toBe(2);
    expect(todoOf(manifest, reportOf('dddddd'), [], at)).toBeNull();
  });
});

describe('a failure of the server, in a lesson that asserts', () => {
  const asserted = async (changed: (own: Manifest) => Manifest = (own) => own): Promise<Manifest> => {
    const { lesson: fastapi } = await loadLesson(
      new URL('../../../lessons/fastapi-docker/', import.meta.url).pathname,
    );
    return changed(fastapi.manifest as Manifest);
  };

  test.each([
    ['wrong-status', 'dddddu', 6],
    ['not-json', 'ddddduu', 6],
    ['unexpected-answer', 'ddddwu', 5],
    ['never-listened', 'ddddddu', null],
    ['listened-on-localhost', 'dddddu', 6],
    ['wrong-port', 'dddddu', 6],
    ['exited', 'dddddu', null],
    ['out-of-memory', 'dddddu', null],
  ] as const)('%s with the check’s %s', async (reason, letters, todo) => {
    expect(todoOf(await asserted(), reportOf(letters), [], { ...nowhere, reason })).toBe(todo);
  });

  test('an assertion about another port is not about the lesson’s server', async () => {
    const other = await asserted((own) => ({
      ...own,
      todos: own.todos.map((each) => ({
        ...each,
        assertions: each.assertions.map((one) => (one.assert === 'answers' ? { ...one, port: 9_000 } : one)),
      })),
    }));
    const at = { ...nowhere, reason: 'wrong-status' } as const;
    expect(todoOf(other, reportOf('dddddu'), [], at)).toBeNull();
  });
});

describe('where it comes from, when the failure names no line', () => {
  const cause: Finding = {
    rule: 'StartFails',
    severity: 'error',
    file: 'Dockerfile',
    line: 7,
    message: say.later('text'),
    url: null,
  };

  test('the failure’s own line is kept', () => {
    const at = { file: 'entrypoint.sh', line: 3 };
    expect(placeOf(reportOf('dddddd', [cause]), null, at)).toEqual(at);
  });

  test('the place is where the check sees the TODO broken', () => {
    expect(placeOf(reportOf('dddwdd'), 4, nowhere)).toEqual({ file: 'Dockerfile', line: 13 });
  });

  test('the line that ends the start is the place, with no TODO to blame', () => {
    const at = { file: 'entrypoint.sh', line: null };
    expect(placeOf(reportOf('dddddd', [cause]), null, at)).toEqual({ file: 'Dockerfile', line: 7 });
    expect(placeOf(reportOf('dddddd'), null, at)).toEqual(at);
  });
});
