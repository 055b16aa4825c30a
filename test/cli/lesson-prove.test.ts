import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import { isSeen, type Proof } from '../../src/cli/lesson/proof.ts';
import { proveLesson } from '../../src/cli/lesson/prove-lesson.ts';
import { loadLesson } from '../../src/library/library.ts';
import { type Locale, localeOf } from '../../src/wording/wording.ts';

const lessons = join(import.meta.dirname, '../../lessons');

let folder: string;
let check: Checker;
beforeAll(async () => {
  check = await openChecker();
  folder = await mkdtemp(join(tmpdir(), 'dockhand-prove-'));
  await cp(join(lessons, 'fastapi-docker'), join(folder, 'lesson'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Proves a lesson in this process, as the command does with `--check-only`. */
async function prove(path: string, locale?: Locale): Promise<Proof> {
  const installed = await loadLesson(path);
  const { lesson, folder: own, solution } = installed;
  const { manifest } = lesson;
  if (manifest === null || own === null || solution === null) throw new Error('there is nothing to prove');
  const { signal } = new AbortController();
  const provable = { ...installed, lesson: { ...lesson, manifest }, folder: own, solution };
  const named = locale === undefined ? {} : { locale };
  return proveLesson(provable, {
    check,
    boxes: null,
    sample: 0,
    signal,
    ...named,
    onProgress: () => undefined,
  });
}

/** The lesson with a text of one of its files replaced. */
async function changed(file: string, from: string, to: string): Promise<string> {
  const path = join(folder, 'lesson', file);
  const before = await readFile(path, 'utf8');
  expect(before).toContain(from);
  await writeFile(path, before.replace(from, to));
  return before;
}

describe('dockhand lesson prove, by the check alone', () => {
  /** The shipped lessons, each with the mistakes that only a run shows. */
  test.each([
    ['backend-docker', []],
    [
      'fastapi-docker',
      ['TODO 6: with a server that knows nothing', 'TODO 6: behind a shell that keeps the signal'],
    ],
    ['go-docker', []],
    ['frontend-docker', []],
    ['compose-docker', []],
    ['workflow-docker', []],
  ])('holds for %s, which is shipped', async (slug, onlyByRun) => {
    const proof = await prove(join(lessons, slug));
    expect(proof.mutations.length).toBeGreaterThanOrEqual(6);
    const unseen = proof.mutations.filter(({ check, todo }) => !isSeen(check, todo));
    expect(unseen.map(({ name, check }) => [name, check])).toEqual(
      onlyByRun.map((name) => [name, 'unknown']),
    );
    expect(proof.holds).toBe(true);
    // There is more than one correct solution.
    expect(proof.also.map(({ ready }) => ready)).toContain(proof.solution.ready);
    expect(proof.solution.ready).toBe(true);
  });

  test('names assertions for which no mistake is known', async () => {
    const proof = await prove(join(lessons, 'go-docker'));
    expect(proof.untested).toEqual(['TODO 1: base', 'promise: size', 'promise: stops']);
  });

  test.each(['frontend-docker', 'compose-docker', 'workflow-docker', 'go-docker'])(
    'calls the mistakes of %s by French names, of which no two are the same, and judges them alike',
    async (slug) => {
      const [english, french] = [
        await prove(join(lessons, slug)),
        await prove(join(lessons, slug), localeOf('fr')),
      ];
      const names = [...french.mutations.map(({ name }) => name), ...french.untested];
      expect(
        names.filter((name) =>
          /\b(?:without|with|left|another|promise|classic|before|its|only)\b/.test(name),
        ),
      ).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
      const judged = ({ mutations }: Proof): unknown => mutations.map(({ name: _, ...each }) => each);
      expect(judged(french)).toEqual(judged(english));
    },
  );

  test('does not hold when the solution itself is wrong', async () => {
    const before = await changed('solution/Dockerfile', 'USER reader', 'USER root');
    const proof = await prove(join(folder, 'lesson'));
    expect(proof).toMatchObject({
      holds: false,
      solution: { ready: false, holds: false },
    });
    await writeFile(join(folder, 'lesson/solution/Dockerfile'), before);
  });

  test('does not hold where an aim asks for something that leaving the TODO out does not spoil', async () => {
    const before = await changed('manifest.yaml', 'path: /code/requirements.txt', 'path: /code');
    const proof = await prove(join(folder, 'lesson'));
    expect(proof.holds).toBe(false);
    expect(proof.mutations.find(({ name }) => name === 'TODO 2 left out')?.check).toBe('other-todo');
    await writeFile(join(folder, 'lesson/manifest.yaml'), before);
  });

  test('names TODOs that no aim covers', async () => {
    const before = await changed('lesson.md', '# TODO 1: Work', '# TODO 7: Rest\n\n# TODO 1: Work');
    expect((await prove(join(folder, 'lesson'))).uncovered).toEqual([7]);
    await writeFile(join(folder, 'lesson/lesson.md'), before);
  });
});
