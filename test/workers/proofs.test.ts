import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openChecker } from '../../src/check/check.ts';
import type { Proof } from '../../src/cli/prove/proof.ts';
import { proveLesson } from '../../src/cli/prove/prove-lesson.ts';
import { loadLesson } from '../../src/library/library.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { lessonsDir } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

/** All mistakes of every shipped lesson with DOCKHAND_FULL=1, else the answer of one lesson and one mistake. */
const full = process.env.DOCKHAND_FULL === '1';
const shipped = readdirSync(lessonsDir).filter((name) => existsSync(join(lessonsDir, name, 'manifest.yaml')));

async function prove(slug: string, sample: number): Promise<Proof> {
  const installed = await loadLesson(join(lessonsDir, slug));
  const { lesson, folder, solution } = installed;
  const { manifest } = lesson;
  if (manifest === null || folder === null || solution === null) throw new Error(`${slug} cannot be proved`);
  return proveLesson(
    { ...installed, lesson: { ...lesson, manifest }, folder, solution },
    {
      check: await openChecker(),
      // One at a time: other tests wait for boxes, too.
      boxes: { folder: boxesDir(), count: full ? 2 : 1, limits: readLimits(process.env) },
      sample,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
}

describe('the proof of a shipped lesson, in real boxes', () => {
  test.each(full ? shipped : ['backend-docker'])(
    'holds for %s',
    async (slug) => {
      const proof = await prove(slug, full ? Number.POSITIVE_INFINITY : 1);
      expect(proof.solution).toMatchObject({ outcome: 'passed', holds: true });
      for (const mutation of proof.mutations)
        expect(mutation).toMatchObject({ check: expect.stringMatching(/^(caught|unknown)$/), agree: true });
      const run = proof.mutations.filter(({ verify }) => verify !== 'not-run');
      expect(run.map(({ name, verify }) => `${name}: ${verify}`)).toEqual(
        run.map(({ name }) => `${name}: caught`),
      );
      expect(run).toHaveLength(full ? proof.mutations.length : 1);
      expect(proof.holds).toBe(true);
    },
    3_600_000,
  );
});
