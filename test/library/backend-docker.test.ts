import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { aims } from '../../src/lesson/manifest/manifest.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';

const root = join(import.meta.dirname, '../..');

/** A Dockerfile's instructions, without comments and empty lines. */
const instructionsIn = (text: string): readonly string[] =>
  text.split('\n').filter((row) => row.trim() !== '' && !row.startsWith('#'));

/** The code of one language in a hint. */
const codeIn = (markdown: string | null, language: string): string =>
  [...(markdown ?? '').matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, label]) => label === language)
    .map(([, , code]) => code)
    .join('');

describe('the lesson that comes with Dockhand', () => {
  let installed: InstalledLesson;
  const solution = (name: string): string => readFileSync(join(installed.solution ?? '', name), 'utf8');

  beforeAll(async () => {
    installed = await loadLesson(join(root, 'lessons/backend-docker'));
  });

  test('has six TODOs, each with nudges, a hint and an aim; all aims are used', () => {
    const { lesson } = installed;
    expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const todo of lesson.todos) {
      expect(todo.nudges.length).toBeGreaterThan(0);
      expect(todo.hint).toContain('```');
    }
    expect(lesson.manifest?.todos.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(lesson.manifest?.todos.flatMap((todo) => todo.aims))).toEqual(new Set(aims));
  });

  test('has a template that becomes its solution when filled in with its hints', () => {
    const { lesson } = installed;
    const filled = lesson.todos.reduce((text, { n, hint }) => {
      const place = new RegExp(`^# TODO ${n}:.*(?:\\n#.*)*`, 'm');
      return text.replace(place, () => codeIn(hint, 'dockerfile'));
    }, lesson.template ?? '');
    expect(filled).not.toContain('TODO');
    expect(instructionsIn(filled)).toEqual(instructionsIn(solution('Dockerfile')));
  });

  test('has the same start script in the nudges, the hint and the solution', () => {
    const five = installed.lesson.todos[4];
    const script = solution('entrypoint.sh');
    expect(codeIn(five?.hint ?? null, 'bash')).toBe(script);
    const nudged = five?.nudges.filter((nudge) => nudge.startsWith('  ')).map((row) => row.trim());
    expect(nudged?.join('\n')).toBe(script.trimEnd());
  });

  test('has the project and its lock file in its tree, even before the lock is made', () => {
    const paths = installed.tree.files.map(({ path }) => path);
    for (const path of ['core/manage.py', 'pyproject.toml', 'uv.lock']) expect(paths).toContain(path);
    expect(paths).toEqual(paths.toSorted());
    expect(installed.tree.files.find(({ path }) => path === 'core/manage.py')?.text).toContain('django');
    expect(paths.some((path) => /\.venv|__pycache__/.test(path))).toBe(false);
  });

  test('tells its students the numbers that its manifest requires', () => {
    const { manifest, parts } = installed.lesson;
    const text = parts.map(({ markdown }) => markdown).join('\n');
    expect(text).toContain(`docker build -t ${manifest?.image} .`);
    expect(text).toContain(`localhost:${manifest?.port}${manifest?.probe?.path}`);
    expect(text).toContain(`${manifest?.imageSize?.min} to ${manifest?.imageSize?.max} MB`);
  });

  test('has objectives, a checklist, instructions and commands', () => {
    const { lesson } = installed;
    expect(
      [lesson.objectives, lesson.checklist, lesson.instructions, lesson.commands].map(({ length }) => length),
    ).toEqual([4, 6, 7, 12]);
  });
});

const course = join(root, '../shared/lesson/backend-docker.md');

describe('the course’s own lesson, as it is', () => {
  (existsSync(course) ? test : test.skip)(
    'loads without a manifest (it lies beside the checkout)',
    async () => {
      const { lesson, tree, folder } = await loadLesson(course);
      expect(lesson.slug).toBe('backend-docker');
      expect(lesson.manifest).toBeNull();
      expect([folder, tree]).toEqual([null, { files: [] }]);
      expect(lesson.objectives).toHaveLength(4);
      expect(lesson.parts).toHaveLength(10);
      expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(lesson.todos.map(({ nudges }) => nudges.length)).toEqual([2, 4, 2, 2, 7, 2]);
      for (const { hint } of lesson.todos) expect(hint).toMatch(/^(```dockerfile\n|First, create)/);
      expect(lesson.otherHints).toEqual([]);
      expect(lesson.checklist.map(({ text }) => text)[0]).toBe('`.dockerignore` created in `backend/`');
      expect(lesson.checklist).toHaveLength(5);
      expect(lesson.instructions.map(({ instruction }) => instruction)).toEqual([
        'FROM',
        'WORKDIR',
        'COPY',
        'RUN',
        'EXPOSE',
        'CMD',
      ]);
      expect(lesson.commands).toHaveLength(12);
    },
  );
});
