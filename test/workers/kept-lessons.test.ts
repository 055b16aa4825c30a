import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openLibrary } from '../../src/library/library.ts';
import { KeptLessons } from '../../workers/verification/kept-lessons.ts';
import { LessonSource } from '../../workers/verification/lesson-source.ts';
import { silent } from '../support/redis.ts';

/** A verification reads a lesson from a copy that nobody edits. */
let dir: string;
let kept: KeptLessons;
let source: LessonSource;
const slug = 'go-docker';
const lesson = (...path: readonly string[]): string => join(dir, slug, ...path);
const digestNow = async (): Promise<string> => (await openLibrary(dir)).get(slug)?.lesson.digest ?? '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lessons-'));
  await cp(new URL(`../../lessons/${slug}`, import.meta.url).pathname, lesson(), { recursive: true });
  kept = new KeptLessons();
  source = new LessonSource(dir, silent, kept);
});
afterEach(async () => {
  await kept.close();
  await rm(dir, { recursive: true, force: true });
});
const programOf = async (digest: string): Promise<string | null> => {
  const folder = await source.folderOf({ slug, digest });
  return folder === null ? null : readFile(join(folder, slug, 'project', 'main.go'), 'utf8');
};

test('A job of before a correction has the lesson of before, also in its files', async () => {
  const before = await digestNow();
  const text = await programOf(before);
  await appendFile(lesson('project', 'main.go'), '\n// more\n');
  const after = await digestNow();
  expect(after).not.toBe(before);
  expect(await programOf(after)).toContain('// more');
  expect(await programOf(before)).toBe(text);
});

test('A lesson that is broken now is there as it was, and what was half written with it is not', async () => {
  const before = await digestNow();
  const text = await programOf(before);
  await writeFile(lesson('manifest.yaml'), 'slug: [');
  await writeFile(lesson('project', 'main.go'), 'half');
  expect(await programOf(before)).toBe(text);
  const inCopy = await openLibrary((await source.folderOf({ slug, digest: before })) ?? '');
  expect(inCopy.get(slug)?.lesson.digest).toBe(before);
});

test('A version that was never there is not found', async () => {
  await digestNow();
  expect(await source.folderOf({ slug, digest: 'f'.repeat(64) })).toBeNull();
  expect(await source.folderOf({ slug: '../..', digest: await digestNow() })).toBeNull();
});

test('A worker that ends while lessons are copied leaves nothing behind', async () => {
  const installed = (await openLibrary(dir)).get(slug);
  if (installed === undefined) throw new Error('the lesson is not there');
  const first = kept.keep(installed);
  const closed = kept.close();
  const late = kept.keep(installed);
  await closed;
  const copy = await first;
  expect(await late).toBeNull();
  expect(copy === null || !existsSync(copy)).toBe(true);
  expect(await source.folderOf({ slug, digest: installed.lesson.digest })).not.toBe(copy ?? '');
});

test('A worker clears away what one that was killed has left behind, and nothing of one that lives', async () => {
  const { pid = 0 } = spawnSync(process.execPath, ['-e', '0']);
  const [left, ofEarlierLife, living] = [
    `dockhand-lessons-${pid}-left`,
    `dockhand-lessons-${process.pid}-left`,
    `dockhand-lessons-${process.ppid}-living`,
  ].map((name) => join(tmpdir(), name));
  for (const folder of [left, ofEarlierLife, living]) await mkdir(folder ?? '', { recursive: true });
  await new KeptLessons().close();
  expect(existsSync(left ?? '')).toBe(false);
  expect(existsSync(ofEarlierLife ?? '')).toBe(false);
  expect(existsSync(living ?? '')).toBe(true);
  await rm(living ?? '', { recursive: true });
});

test('A worker keeps the last three versions of a lesson', async () => {
  const digests: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    await appendFile(lesson('lesson.md'), `\nmore ${n}\n`);
    digests.push(await digestNow());
    await programOf(digests[n] ?? '');
  }
  const found = await Promise.all(digests.map(async (digest) => (await programOf(digest)) !== null));
  expect(found).toEqual([false, false, true, true, true]);
});
