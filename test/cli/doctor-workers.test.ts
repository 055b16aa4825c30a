import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { examineWorkers, workersFindings } from '../../src/cli/doctor/workers.ts';
import { readSettings } from '../../src/config/settings.ts';
import { openLibrary } from '../../src/library/library.ts';
import type { WorkerSign } from '../../src/queue/verify-queue.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { VerifyWorker } from '../../workers/worker.ts';
import { newPrefix, redisUrl, silent } from '../support/redis.ts';
import { until } from '../support/until.ts';

const lesson = (slug: string, digest: string) => ({ lesson: { slug, digest } });
const bot = {
  all: [lesson('a', 'aaaaaaaa11'), lesson('b', 'bbbbbbbb22')],
} as unknown as Parameters<typeof workersFindings>[1];
const sign = (id: string, lessons?: WorkerSign['lessons'], more: Partial<WorkerSign> = {}): WorkerSign => ({
  ...{ id, boxes: 2, silent: 0, state: 'working', startedAt: 0, jobs: [], at: 0 },
  ...(lessons === undefined ? {} : { lessons }),
  ...more,
});
const same = { a: ['aaaaaaaa'], b: ['cccc', 'bbbbbbbb'] };
const found = (...signs: readonly WorkerSign[]) =>
  workersFindings(signs, bot, 'p').map(({ check, status, message }) => [check, status, message]);

describe('the doctor compares the lessons of workers with the bot’s', () => {
  test('workers that have them, with or without the lock file, are well', () => {
    expect(found(sign('w1', same), sign('w2', same, { state: 'draining' }))).toEqual([
      ['workers', 'ok', 'w1 works with 2 boxes'],
      ['workers', 'ok', expect.stringContaining('w2 takes no more work')],
      ['workers.lessons', 'ok', 'The workers have the bot’s a'],
      ['workers.lessons', 'ok', 'The workers have the bot’s b'],
    ]);
  });

  test.each<[string, readonly WorkerSign[], string, RegExp]>([
    ['nobody lives', [], 'warning', /No worker lives under p/],
    ['a worker has no box', [sign('w1', same, { boxes: 0 })], 'warning', /w1 has no box/],
    ['a worker says nothing of lessons', [sign('w1')], 'warning', /w1 does not say which lessons/],
    [
      'one of two has another version',
      [sign('w1', same), sign('w2', { ...same, a: ['ffff'] })],
      'warning',
      /w2 have a in another version/,
    ],
    [
      'one of two lacks a lesson',
      [sign('w1', same), sign('w2', { a: ['aaaaaaaa'] })],
      'warning',
      /w2 have b in another version/,
    ],
    [
      'nobody has it',
      [sign('w1', { ...same, a: ['ffff'] }), sign('w2', { b: ['bbbb'] })],
      'problem',
      /No worker has a as the bot has it \(aaaaaaaa11\).*w1, w2/,
    ],
    ['nobody has any', [sign('w1', {})], 'problem', /No worker has b/],
  ])('reports %s, with what to do', (_, signs, status, wanted) => {
    expect(workersFindings(signs, bot, 'p')).toContainEqual({
      check: expect.stringMatching(/^workers/),
      status,
      message: expect.stringMatching(wanted),
      todo: expect.stringMatching(/\S/),
    });
  });

  test('a worker whose lessons are unknown does not count as lacking one', () => {
    expect(found(sign('w1')).map(([, status]) => status)).toEqual(['ok', 'warning']);
  });
});

test('a real worker says which lessons it has, and again when one is changed', async () => {
  const lessonsDir = await mkdtemp(join(tmpdir(), 'dockhand-lessons-of-worker-'));
  const shipped = readSettings({}).LESSONS_DIR;
  await cp(join(shipped, 'workflow-docker'), join(lessonsDir, 'workflow-docker'), { recursive: true });
  const settings = readSettings({
    REDIS_URL: redisUrl(),
    QUEUE_PREFIX: newPrefix(),
    LESSONS_DIR: lessonsDir,
  });
  const library = await openLibrary(lessonsDir);
  const worker = new VerifyWorker({
    ...{ id: 'w', redisUrl: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX, lessonsDir },
    ...{
      boxesDir: join(lessonsDir, 'no-boxes'),
      proxy: null,
      checker: 'none',
      limits: readLimits({}),
      log: silent,
    },
    ...{ signEveryMs: 200, graceMs: 100 },
  });
  const lessonsFound = async (): Promise<string> =>
    (await examineWorkers(settings, library)).find(({ check }) => check === 'workers.lessons')?.status ?? '';
  try {
    expect(await until(lessonsFound, (status) => status !== '', 60_000)).toBe('ok');
    const file = join(lessonsDir, 'workflow-docker', 'lesson.md');
    await writeFile(file, `${await readFile(file, 'utf8')}\nOne sentence more.\n`);
    expect(await until(lessonsFound, (status) => status === 'problem', 60_000)).toBe('problem');
  } finally {
    await worker.close();
    await rm(lessonsDir, { recursive: true, force: true });
  }
}, 150_000);

test('the doctor says nothing about workers when Redis does not answer', async () => {
  expect(await examineWorkers(readSettings({ REDIS_URL: 'redis://127.0.0.1:1' }), null)).toEqual([]);
}, 30_000);
