import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openChecker } from '../../src/check/check.ts';
import { loadLesson } from '../../src/library/library.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { translate } from '../../src/wording/wording.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { verify } from '../../workers/verification/verification.ts';
import { replaced } from '../support/replaced.ts';
import { lessonsDir } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

const path = '.github/workflows/image.yaml';
const folder = join(lessonsDir, 'workflow-docker');

/** Verifies the lesson's workflow in a real box, with one text in it replaced. */
async function verified(from: string, to: string): Promise<Verdict> {
  const right = await readFile(join(folder, 'solution', path), 'utf8');
  const limits = { ...readLimits(process.env), boxWaitSeconds: 600 };
  const work = await assembleVerification(
    await loadLesson(folder),
    { [path]: replaced(right, from, to) },
    { check: await openChecker(), checker: 'test', proxy: readProxy(process.env), limits },
  );
  const { signal } = new AbortController();
  const box = await leaseBox(boxesDir(), 'test', limits, signal);
  try {
    return await verify(work, box, { limits, signal });
  } finally {
    await box.release();
  }
}

const built = ({ phases }: Verdict): boolean =>
  phases.some(({ name, status }) => name === 'build' && status === 'ok');

describe('the verification of a workflow', () => {
  test('builds and runs the image of the lesson where the workflow holds what the lesson wants', async () => {
    const verdict = await verified('name: Image', 'name: Image of the clock');
    expect([verdict.outcome, verdict.reason, built(verdict)]).toEqual(['passed', null, true]);
  }, 900_000);

  test.each([
    ['an image that is not pushed', 'push: true', 'push: false', 5, 'todo-not-done'],
    ['an image that does not wait for the tests', '    needs: test\n', '', 3, 'todo-not-done'],
    ['a job without its machine', 'runs-on: ubuntu-latest', 'timeout-minutes: 5', 2, 'workflow-unusable'],
    [
      'tests without the code',
      '      - uses: actions/checkout@v6\n      - run',
      '      - run',
      2,
      'todo-not-done',
    ],
  ])(
    'ends before anything is built upon %s, and names the TODO',
    async (_what, from, to, todo, reason) => {
      const verdict = await verified(from, to);
      expect([verdict.outcome, verdict.reason, verdict.todo]).toEqual(['failed', reason, todo]);
      expect(verdict.phases.filter(({ status }) => status === 'ok')).toEqual([]);
      expect(verdict.explanation === null ? '' : translate('en', verdict.explanation)).not.toBe('');
    },
    900_000,
  );

  test('ends with a sentence where it breaks what belongs to no TODO', async () => {
    const verdict = await verified('actions/checkout@v6', 'actions/checkout');
    expect([verdict.outcome, verdict.reason, verdict.todo]).toEqual(['failed', 'workflow-unusable', null]);
  }, 900_000);
});
