import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemKey } from '../../src/lesson/checklist.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { lessonIn } from '../../src/lesson/lesson-in.ts';
import { inspectLesson, loadLesson } from '../../src/library/load-lesson.ts';
import { unreadMarkdown } from '../../src/library/translations.ts';
import { localeOf, translatedLocales } from '../../src/wording/languages.ts';

const shipped = join(import.meta.dirname, '../../lessons/backend-docker');
const french = localeOf('fr');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-translations-'));
  for (const what of ['lesson.md', 'manifest.yaml', 'backend', 'solution'])
    await cp(join(shipped, what), join(folder, what), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What students type and Docker parses: code blocks without comments. */
const code = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/```(?:dockerfile|bash)\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').filter((line) => line.trim() !== '' && !/^\s*#(?!!)/.test(line)),
  );

describe.each(translatedLocales)('the shipped lesson in %s', (locale) => {
  let own: Lesson;
  let told: Lesson;
  beforeAll(async () => {
    const { lesson, remarks } = await loadLesson(shipped);
    expect(remarks).toEqual([]);
    own = lesson;
    told = lessonIn(lesson, locale);
  });

  test('has every TODO, hint, part and box of the checklist, in other words', () => {
    expect(told.todos.map(({ n, line }) => [n, line])).toEqual(own.todos.map(({ n, line }) => [n, line]));
    for (const [at, todo] of told.todos.entries()) {
      expect(todo.title).not.toBe(own.todos[at]?.title);
      expect(todo.nudges).toHaveLength(own.todos[at]?.nudges.length ?? 0);
    }
    expect(told.parts.map(({ id }) => id)).toEqual(own.parts.map(({ id }) => id));
    expect(told.parts.every(({ title }, at) => title !== own.parts[at]?.title)).toBe(true);
    expect(told.objectives).toHaveLength(own.objectives.length);
    expect(told.objectives).not.toEqual(own.objectives);
    expect(told.checklist.map(itemKey)).toEqual(own.checklist.map(itemKey));
    expect(told.checklist.map(({ text }) => text)).not.toEqual(own.checklist.map(({ text }) => text));
    expect(told.instructions.map((row) => row.example)).toEqual(own.instructions.map((row) => row.example));
  });

  test('has the very commands and instructions of the lesson', () => {
    const all = (lesson: Lesson): readonly string[] =>
      [
        ...lesson.parts.map(({ markdown }) => markdown),
        ...lesson.todos.map(({ hint }) => hint ?? ''),
      ].flatMap(code);
    expect(all(told)).toEqual(all(own));
    expect(all(own).length).toBeGreaterThan(30);
  });

  test('a translation changes nothing of what is graded', () => {
    expect([told.slug, told.digest, told.manifest]).toEqual([own.slug, own.digest, own.manifest]);
    expect(lessonIn(own, locale)).toBe(told);
    expect(lessonIn(own, 'en')).toBe(own);
  });
});

describe('a translation that is not whole', () => {
  test('leaves the rest in the words of the lesson, and its author reads a remark', async () => {
    await writeFile(join(folder, 'lesson.fr.md'), '# Titre\n\n```dockerfile\n# TODO 2: Copier\n```\n');
    const { loaded, errors, remarks } = await inspectLesson(folder);
    expect(errors).toEqual([]);
    expect(remarks.map(({ kind }) => kind)).toEqual(['translationLacks']);
    expect(remarks[0]?.message).toContain('TODO 1, 3, 4, 5, 6');
    if (loaded === null) throw new Error('not loaded');
    const told = lessonIn(loaded.lesson, french);
    expect(told.title).toBe('Titre');
    expect(told.todos.map(({ title }) => title)).toEqual(
      loaded.lesson.todos.map(({ n, title }) => (n === 2 ? 'Copier' : title)),
    );
    expect(told.todos[1]?.hint).toBe(loaded.lesson.todos[1]?.hint);
    expect(told.parts).toEqual(loaded.lesson.parts);
  });

  test.each([
    ['empty', ''],
    ['without a title', 'Bonjour'],
    ['not text', '\u0000\u0001\u0002'],
  ])('harms nobody when it is %s', async (_, text) => {
    await writeFile(join(folder, 'lesson.fr.md'), text);
    const { loaded, errors, remarks } = await inspectLesson(folder);
    expect(errors).toEqual([]);
    expect(remarks.map(({ kind }) => kind)).toEqual(['translationUnusable']);
    if (loaded === null) throw new Error('not loaded');
    expect(lessonIn(loaded.lesson, french)).toBe(loaded.lesson);
  });
});

describe('Markdown beside a lesson that nothing reads', () => {
  test.each([
    'lesson.french.md',
    'lesson.FR.md',
    'lesson_fr.md',
    'lesson.fr.markdown',
    'lesson.es.md',
    'leçon.md',
  ])('a file beside a lesson that nothing reads is remarked on: %s', async (name) => {
    const other = await mkdtemp(join(tmpdir(), 'dockhand-unread-'));
    try {
      await cp(folder, other, { recursive: true });
      await rm(join(other, 'lesson.fr.md'), { force: true });
      await writeFile(join(other, name), '# Titre\n');
      const { errors, remarks } = await inspectLesson(other);
      expect(errors).toEqual([]);
      expect(remarks.map(({ kind }) => kind)).toEqual(['markdownNotRead']);
      expect(remarks[0]?.message).toContain(`${name} lies beside the lesson`);
      expect(remarks[0]?.message).toContain('lesson.fr.md');
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });

  test.each(['README.md', 'notes.txt', 'lesson.md~'])(
    'a file beside a lesson is nothing to remark on when it is %s',
    (name) => {
      expect(unreadMarkdown('/lessons/a/lesson.md', ['lesson.md', 'lesson.fr.md', name])).toEqual([]);
    },
  );
});
