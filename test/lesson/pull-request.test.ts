import { describe, expect, test } from '@jest/globals';
import { checklistItems, itemKey, provableBy } from '../../src/lesson/checklist.ts';
import { expectedPullRequest, isBranch } from '../../src/lesson/pull-request.ts';
import { loadLesson } from '../../src/library/library.ts';

const lessonSaying = (markdown: string) => ({
  manifest: null,
  parts: [{ id: 'git', title: 'Git', markdown, line: 10 }],
});

describe('what a lesson asks of a pull request', () => {
  test('appears in the Git commands of the shipped lesson', async () => {
    const { lesson } = await loadLesson('lessons/backend-docker');
    expect(expectedPullRequest(lesson)).toMatchObject({ folder: 'backend', base: null, required: [] });
    expect(expectedPullRequest(lesson).branch).toMatch(/^[\w./-]+$/);
  });

  test.each([
    ['1. `git checkout -b feature/docker-backend`', 'feature/docker-backend', null],
    ['git switch -c work/<your-name>', 'work/<your-name>', null],
    ['git switch --create a.b', 'a.b', null],
    ['```bash\ngit commit -m "Add Dockerfile for backend"\n```', null, 'Add Dockerfile for backend'],
    ["git commit -am 'All of it'", null, 'All of it'],
    ['git commit --message="One"', null, 'One'],
    ['Make a branch and commit your work.', null, null],
    ['git checkout main, then git commit', null, null],
  ])('follows from its text: %s', (markdown, branch, message) => {
    expect(expectedPullRequest(lessonSaying(markdown))).toEqual({
      folder: 'backend',
      branch,
      message,
      base: null,
      required: [],
    });
  });

  test('follows from its manifest before anything else', async () => {
    const { lesson } = await loadLesson('lessons/backend-docker');
    const { manifest } = lesson;
    if (manifest === null) throw new Error('the lesson has a manifest');
    const pullRequest = {
      folder: '.',
      branch: 'x',
      message: 'y',
      base: 'z',
      require: ['base' as const],
    };
    expect(expectedPullRequest({ ...lesson, manifest: { ...manifest, pullRequest } })).toEqual({
      folder: '.',
      branch: 'x',
      message: 'y',
      base: 'z',
      required: ['base'],
    });
  });
});

test.each([
  ['feature/docker', 'feature/docker', true],
  ['feature/docker-2', 'feature/docker', false],
  ['feature/ada', 'feature/<your-name>', true],
  ['feature/', 'feature/<your-name>', false],
  ['ada/docker/1', '{name}/docker/*', true],
  ['ada/docker/', '{name}/docker/*', false],
  ['docker-docker', '[name]-docker', true],
  ['xx-docker-docker', '*-docker', true],
  ['docker', '*-docker', false],
])('matches the branch %s with %s: %s', (branch, wanted, is) => {
  expect(isBranch(branch, wanted)).toBe(is);
});

describe('the checklist of a lesson', () => {
  const item = { text: 'It builds', line: 3 };
  const steps = '1. Commit\n2. Push and create a Pull Request\n';

  test('gains the step that opens a pull request, known by the same key in every language', () => {
    const lesson = { ...lessonSaying(steps), checklist: [item] };
    const items = checklistItems(lesson);
    expect(items).toEqual([item, { text: 'Push and create a Pull Request', line: 11, key: 'pull request' }]);
    expect(items.map((one) => provableBy(one, lesson).kind).at(-1)).toBe('pull-request');
    const french = { ...lessonSaying('2. Pousse et ouvre une pull request\n'), checklist: [item] };
    expect(checklistItems(french).map(itemKey).at(-1)).toBe(items.map(itemKey).at(-1));
  });

  test.each([
    ['has an item about it', steps, [item, { text: 'Open a pull request', line: 4 }]],
    ['has no such step', '1. Commit\n', [item]],
    ['has no checklist at all', steps, []],
  ])('stays as it is where the lesson %s', (_what, markdown, checklist) => {
    expect(checklistItems({ ...lessonSaying(markdown), checklist })).toEqual(checklist);
  });
});
