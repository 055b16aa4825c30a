import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { count, runTests } from '../../setup/for-tests/two-runs.js';
import { root } from '../../setup/paths.js';

/** The outcomes of a file's tests; none if the file could not run. */
type Outcomes = readonly ('passed' | 'failed' | 'pending')[];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'two-runs-'));
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const pathOf = (file: string): string => join(root, 'test', file);
const resultsOf = (files: Readonly<Record<string, Outcomes>>) =>
  Object.entries(files).map(([file, outcomes]) => ({
    name: pathOf(file),
    status: outcomes.length === 0 || outcomes.includes('failed') ? 'failed' : 'passed',
    assertionResults: outcomes.map((status, index) => ({ fullName: `${file} ${index}`, status })),
  }));

/** Simulates Jest: writes the results of one run after the other, and records its calls. */
function played(...runs: readonly Readonly<Record<string, Outcomes>>[]) {
  const calls: string[][] = [];
  const run = async (flags: readonly string[]): Promise<number> => {
    const results = resultsOf(runs[calls.length] ?? {});
    calls.push([...flags]);
    const file = flags.find((flag) => flag.startsWith('--outputFile='))?.slice('--outputFile='.length);
    if (file !== undefined) writeFileSync(file, JSON.stringify({ testResults: results }));
    return results.some(({ status }) => status === 'failed') ? 1 : 0;
  };
  return { calls, run };
}
const written = () => JSON.parse(readFileSync(join(folder, 'test-results.json'), 'utf8'));

describe('running the tests', () => {
  test('a run where everything passed is the only one', async () => {
    const { calls, run } = played({ 'web/a.test.ts': ['passed'] });
    expect(await runTests(['web'], run, folder)).toBe(0);
    expect(calls.map(([first]) => first)).toEqual(['web']);
    expect(count(written().testResults)).toEqual({ passed: 1, failed: 0 });
  });

  test('red files run once more, whole and one at a time, and their last run counts', async () => {
    const { calls, run } = played(
      { 'web/a.test.ts': ['passed'], 'web/b.test.ts': ['failed', 'passed'], 'web/c.test.ts': [] },
      { 'web/b.test.ts': ['passed', 'passed'], 'web/c.test.ts': ['passed', 'pending'] },
    );
    expect(await runTests([], run, folder)).toBe(0);
    expect(calls[1]).toEqual([
      '--maxWorkers=1',
      '--forceExit',
      '--json',
      expect.stringContaining('--outputFile='),
      '--runTestsByPath',
      pathOf('web/b.test.ts'),
      pathOf('web/c.test.ts'),
    ]);
    expect(count(written().testResults)).toEqual({ passed: 4, failed: 0 });
    expect(written().secondRun).toEqual([pathOf('web/b.test.ts'), pathOf('web/c.test.ts')]);
  });

  test('a file that is red again, or cannot run again, makes the tests red', async () => {
    const again = played({ 'web/a.test.ts': ['failed'] }, { 'web/a.test.ts': ['failed'] });
    expect(await runTests([], again.run, folder)).toBe(1);
    const broken = played({ 'web/a.test.ts': ['failed'] }, { 'web/a.test.ts': [] });
    expect(await runTests([], broken.run, folder)).toBe(1);
    expect(count(written().testResults)).toEqual({ passed: 0, failed: 1 });
    const silent = played({ 'web/a.test.ts': ['failed'] });
    expect(await runTests([], silent.run, folder)).toBe(1);
  });

  test.each([
    ['an attack got through', { 'attacks/a.test.ts': ['failed'], 'web/b.test.ts': ['failed'] }],
    [
      'too many files are red',
      Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`web/${n}.test.ts`, ['failed']])),
    ],
  ] satisfies [string, Record<string, Outcomes>][])('nothing runs again where %s', async (_case, results) => {
    const { calls, run } = played(results);
    expect(await runTests([], run, folder)).toBe(1);
    expect(calls).toHaveLength(1);
  });

  test('a run with options of Jest’s is left to Jest', async () => {
    const { calls, run } = played({ 'web/a.test.ts': ['failed'] });
    expect(await runTests(['web', '-t', 'one'], run, folder)).toBe(1);
    expect(calls).toEqual([['web', '-t', 'one']]);
  });
});
