import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadLesson } from '../../src/library/library.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { translate } from '../../src/wording/wording.ts';
import { lessonsDir } from './support/lesson.ts';
import { verifyForReal } from './support/real-box.ts';

const folder = join(lessonsDir, 'fastapi-docker');

/** Verifies a Dockerfile of the lesson in a real box. */
async function verified(change: (dockerfile: string) => string): Promise<Verdict> {
  const answer = await readFile(join(folder, 'solution/Dockerfile'), 'utf8');
  const student = { Dockerfile: change(answer), '.dockerignore': '.git\n' };
  const lesson = await loadLesson(folder);
  return (await verifyForReal(student, { lesson, limits: { readySeconds: 60 } })).verdict;
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
