import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { imagesOfAnswer, readLessons } from '../../setup/lessons.js';
import { openChecker } from '../../src/check/check.ts';
import { isSeen, type Proof } from '../../src/cli/lesson/proof.ts';
import { proveLesson } from '../../src/cli/lesson/prove-lesson.ts';
import { loadLesson } from '../../src/library/library.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { lessonsDir } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

/**
 * All mistakes of every shipped lesson with DOCKHAND_FULL=1, otherwise one of the backend's lesson and one of another lesson whose images
 * the boxes have. Which ones depends on the day: DOCKHAND_SEED repeats a run, and the test's title has it.
 */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? Math.floor(Date.now() / 86_400_000));
const shipped = readdirSync(lessonsDir).filter((name) => existsSync(join(lessonsDir, name, 'manifest.yaml')));
const limits = readLimits(process.env);

async function prove(slug: string, sample: number, from: number): Promise<Proof> {
  const installed = await loadLesson(join(lessonsDir, slug));
  const { lesson, folder, solution } = installed;
  const { manifest } = lesson;
  if (manifest === null || folder === null || solution === null) throw new Error(`${slug} cannot be proved`);
  return proveLesson(
    { ...installed, lesson: { ...lesson, manifest }, folder, solution },
    {
      check: await openChecker(),
      // One at a time: other tests wait for boxes, too.
      boxes: { folder: boxesDir(), count: full ? 2 : 1, limits },
      sample,
      from,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
}

/** Proves a lesson and expects that it holds, with this many of its mistakes built and run. */
async function holds(slug: string, sample: number, from: number): Promise<void> {
  const proof = await prove(slug, sample, from);
  for (const answer of [proof.solution, ...proof.also])
    expect(answer).toMatchObject({ outcome: 'passed', holds: true });
  for (const mutation of proof.mutations) {
    expect(mutation).toMatchObject({ agree: true });
    if (mutation.check !== 'unknown')
      expect([mutation, isSeen(mutation.check, mutation.todo)]).toEqual([mutation, true]);
  }
  const run = proof.mutations.filter(({ verify }) => verify !== 'not-run');
  const unseen = run.filter(({ verify, todo }) => !isSeen(verify, todo));
  expect(unseen).toEqual([]);
  expect(run).toHaveLength(Math.min(sample, proof.mutations.length));
  expect(proof.holds).toBe(true);
}

/** The names of the images that boxes start with. */
async function imagesInBoxes(): Promise<ReadonlySet<string>> {
  const { signal } = new AbortController();
  const box = await leaseBox(
    boxesDir(),
    'test',
    { ...limits, boxWaitSeconds: limits.boxWaitSeconds * 10 },
    signal,
  );
  try {
    const images = await box.engine.call('list images', (docker) => docker.listImages(), { signal });
    return new Set(images.flatMap(({ RepoTags }) => RepoTags ?? []));
  } finally {
    await box.release();
  }
}

/** Shipped lessons whose solutions need only these images. */
async function lessonsOn(images: ReadonlySet<string>): Promise<readonly string[]> {
  // Only the images of the boxes matter, not the lessons that they were prepared for.
  delete process.env.DOCKHAND_SETUP_LESSONS;
  const lessons = (await readLessons()).filter(({ slug }) => shipped.includes(slug));
  return lessons
    .filter((lesson) => [...imagesOfAnswer(lesson), ...lesson.services].every((image) => images.has(image)))
    .map(({ slug }) => slug);
}

describe('the proof of a shipped lesson, in real boxes', () => {
  const minutes = 3_600_000;
  if (full) test.each(shipped)('holds for %s', (slug) => holds(slug, Number.POSITIVE_INFINITY, 0), minutes);
  else {
    test(`holds for backend-docker, with the seed ${seed}`, () => holds('backend-docker', 1, seed), minutes);

    test(
      `holds for another lesson whose images are there, with the seed ${seed}`,
      async () => {
        const others = (await lessonsOn(await imagesInBoxes())).filter((slug) => slug !== 'backend-docker');
        const slug = others[seed % others.length];
        if (slug === undefined) throw new Error('the boxes have the images of no other lesson');
        await holds(slug, 1, Math.floor(seed / others.length));
      },
      minutes,
    );
  }
});
