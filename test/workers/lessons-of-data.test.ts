import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openChecker } from '../../src/check/check.ts';
import { loadLesson } from '../../src/library/library.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { translate } from '../../src/wording/wording.ts';
import { leaseBox } from '../../workers/sandbox/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { readProxy } from '../../workers/sandbox/proxy.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { verify } from '../../workers/verification/verification.ts';
import { lessonsDir } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

const folder = join(lessonsDir, 'fastapi-docker');
const limits = { ...readLimits(process.env), readySeconds: 60 };

/** Verifies a Dockerfile of the lesson in a real box. */
async function verified(change: (dockerfile: string) => string): Promise<Verdict> {
  const answer = await readFile(join(folder, 'solution/Dockerfile'), 'utf8');
  const student = { Dockerfile: change(answer), '.dockerignore': '.git\n' };
  const check = await openChecker();
  const laid = await assembleVerification(await loadLesson(folder), student, {
    check,
    checker: 'test',
    proxy: readProxy(process.env),
    limits,
  });
  const { signal } = new AbortController();
  const box = await leaseBox(boxesDir(), 'test', limits, signal);
  try {
    return await verify(laid, box, { limits, signal });
  } finally {
    await box.release();
  }
}

describe('a lesson without code of its own, in a real box', () => {
  test('passes with its own answer, and has no phase of another lesson', async () => {
    const verdict = await verified((text) => text);
    expect({ outcome: verdict.outcome, contradictions: verdict.contradictions }).toEqual({
      outcome: 'passed',
    });
    expect(verdict.phases.map(({ name }) => name)).toEqual([
      'build',
      'inspect',
      'run',
      'ready',
      'probe',
      'promises',
      'stop',
      'again',
      'rebuild',
    ]);
  }, 600_000);

  test('fails at what only the image shows, with the TODO and its sentence', async () => {
    const verdict = await verified((text) => text.replace('USER reader', ''));
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'promise-broken', todo: 5 });
    expect(verdict.explanation && translate('en', verdict.explanation)).toMatch(/as root/);
  }, 600_000);
});
