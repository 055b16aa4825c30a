import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openChecker } from '../../src/check/check.ts';
import { proveLesson } from '../../src/cli/lesson/prove-lesson.ts';
import { newLessonFiles } from '../../src/lesson/new-lesson.ts';
import { inspectLesson } from '../../src/library/library.ts';
import { dockhand } from './dockhand.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-new-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['a-server', { title: 'A server', base: 'python:3.11-slim', port: 8000, context: 'lesson' }, null],
  ['one-shot', { title: 'Done once', base: 'debian:stable-slim', port: null, context: 'lesson' }, true],
  ['own-project', { title: 'Your own', base: 'debian:stable-slim', port: null, context: 'student' }, true],
] as const)('a new lesson, %s, holds as it is', async (slug, answers, ready) => {
  const path = join(folder, slug);
  await mkdir(path);
  for (const [name, text] of Object.entries(newLessonFiles({ slug, ...answers }))) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const { loaded, errors, remarks } = await inspectLesson(path);
  expect({ errors, remarks }).toEqual({ errors: [], remarks: [] });
  const manifest = loaded?.lesson.manifest ?? null;
  if (loaded === null || manifest === null || loaded.folder === null || loaded.solution === null)
    throw new Error('it cannot be proved');
  const proof = await proveLesson(
    { ...loaded, lesson: { ...loaded.lesson, manifest }, folder: loaded.folder, solution: loaded.solution },
    {
      check: await openChecker(),
      boxes: null,
      sample: 0,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  expect(proof.mutations.filter(({ check }) => check !== 'caught')).toEqual([]);
  expect({ holds: proof.holds, ready: proof.solution.ready, uncovered: proof.uncovered }).toEqual({
    holds: true,
    ready,
    uncovered: [],
  });
});

test('dockhand lesson new writes a usable folder, and leaves an existing one alone', async () => {
  const path = join(folder, 'fresh');
  const first = dockhand(['lesson', 'new', path, '--port', 'none', '--json']);
  expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(first.out)).toMatchObject({ files: expect.arrayContaining(['manifest.yaml']) });
  expect((await inspectLesson(path)).errors).toEqual([]);
  const again = dockhand(['lesson', 'new', path]);
  expect({ code: again.code, says: again.err.includes('already there') }).toEqual({ code: 2, says: true });
});

test('dockhand lesson new writes a lesson without a tree for students with their own project', () => {
  const own = dockhand(['lesson', 'new', join(folder, 'own'), '--context', 'student', '--json']);
  expect(JSON.parse(own.out)).toMatchObject({ files: expect.arrayContaining(['solution/start.sh']) });
  const odd = dockhand(['lesson', 'new', join(folder, 'odd'), '--context', 'nobody']);
  expect({ code: odd.code, says: odd.err.includes('neither `lesson` nor `student`') }).toEqual({
    code: 2,
    says: true,
  });
});
