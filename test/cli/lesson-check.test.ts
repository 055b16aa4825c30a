import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { manifestPage } from '../../src/cli/docs/manifest-docs.ts';
import { assertionKinds } from '../../src/lesson/manifest/assertions.ts';
import { manifestJsonSchema } from '../../src/lesson/manifest/manifest.ts';
import { dockhand, lessonFolder, teaHouse } from './dockhand.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'dockhand-lesson-check-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface CheckedLesson {
  readonly lesson: string | null;
  readonly holds: boolean;
  readonly errors: readonly {
    file: string;
    line: number;
    column: number;
    problem: string;
    message: string;
  }[];
  readonly remarks: readonly { file: string; line: number; column: number; kind: string; message: string }[];
  readonly todos: readonly { n: number; title: string; line: number; hint: boolean }[];
}

const checked = (path: string): CheckedLesson & { readonly code: number | null } => {
  const { code, out } = dockhand(['lesson', 'check', path, '--json']);
  return { code, ...(JSON.parse(out) as CheckedLesson) };
};

describe('dockhand lesson check', () => {
  test('a lesson that holds: exit code 0 and its TODOs', () => {
    const { code, errors, remarks, ...lesson } = checked(lessonFolder);
    expect([code, errors, remarks]).toEqual([0, [], []]);
    expect(lesson).toMatchObject({ lesson: 'backend-docker', holds: true });
    expect(lesson.todos.map(({ n, hint }) => [n, hint])).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, true]));
  });

  test('no path means the lesson of DOCKHAND_LESSON; a name in LESSONS_DIR does, too', () => {
    expect(dockhand(['lesson', 'check']).out).toContain('Put the Backend into a Container');
    expect(dockhand(['lesson', 'check', 'backend-docker']).code).toBe(0);
    const env = { DOCKHAND_LESSON: teaHouse };
    expect(dockhand(['lesson', 'check', '--json'], { env }).out).toContain('The Tea House in a Box');
  });

  test('a Markdown file alone: remarks have file, line and column, and do no harm', () => {
    const path = join(dir, 'odd.md');
    writeFileSync(
      path,
      '# T\n\n```\nRUN echo TODO\n# TODO: a\n```\n\n  </details>\n\n**Hint for TODO 9:** x\n',
    );
    const { code, holds, remarks, todos } = checked(path);
    expect([code, holds]).toEqual([0, true]);
    expect(remarks.map(({ file, line, column, kind }) => [file, line, column, kind])).toEqual([
      [path, 4, 10, 'todoNotInComment'],
      [path, 8, 3, 'strayClose'],
      [path, 10, 1, 'orphanHint'],
    ]);
    expect(todos).toEqual([{ n: 1, title: 'a', line: 5, hint: false }]);
    const { out } = dockhand(['lesson', 'check', path]);
    expect(out).toContain(`${path}:4:10: remark: This TODO is none for students`);
  });

  test('nothing at the path: exit code 2', () => {
    const { code, out, err } = dockhand(['lesson', 'check', join(dir, 'nowhere.md'), '--json']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/nowhere\.md: there is nothing at this path.*DOCKHAND_USAGE/);
  });

  test('a folder without a manifest cannot be used', () => {
    expect(checked(dir)).toMatchObject({
      code: 1,
      holds: false,
      errors: [{ problem: 'noManifest', line: null }],
    });
  });

  test('reports everything that is wrong with the Markdown at once', () => {
    const path = join(dir, 'broken.md');
    writeFileSync(
      path,
      'T\n\n```\n# TODO 1: a\n\n# TODO 1: b\n\n# TODO 1: c\n```\n\n<details>\n<summary>x\n\n</details>\n\n<details>\n',
    );
    const { code, errors } = checked(path);
    expect(code).toBe(1);
    expect(errors.map(({ line, column, problem }) => [line, column, problem])).toEqual([
      [1, 1, 'noTitle'],
      [6, 3, 'duplicateTodo'],
      [8, 3, 'duplicateTodo'],
      [12, 10, 'unclosedSummary'],
      [16, 1, 'unclosedDetails'],
    ]);
  });
});

describe('a manifest', () => {
  const folder = (): string => join(dir, 'lesson');
  const manifest = readFileSync(join(lessonFolder, 'manifest.yaml'), 'utf8');
  beforeEach(() => {
    rmSync(folder(), { recursive: true, force: true });
    cpSync(lessonFolder, folder(), { recursive: true });
  });

  test('reports everything that is wrong with it and with the Markdown at once, with file, line and column', () => {
    const text = manifest
      .replace('port: 8000', 'port: "http"')
      .replace('  status: 200', '  statsu: 200')
      .replace('aims: [project-directory]', 'aims: [have-fun]');
    writeFileSync(join(folder(), 'manifest.yaml'), text);
    writeFileSync(join(folder(), 'lesson.md'), '# T\n\n<details>\n');
    const { code, errors } = checked(folder());
    expect(code).toBe(1);
    const row = (part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(errors.map(({ file, line, column, problem }) => [file, line, column, problem])).toEqual([
      [join(folder(), 'lesson.md'), 3, 1, 'unclosedDetails'],
      [join(folder(), 'manifest.yaml'), row('statsu'), 3, 'manifestKeyMeant'],
      [join(folder(), 'manifest.yaml'), row('port: "http"'), 1, 'manifestValue'],
      [join(folder(), 'manifest.yaml'), row('have-fun'), 12, 'manifestValue'],
    ]);
  });

  test('reports missing TODOs and folders, all at once', () => {
    writeFileSync(
      join(folder(), 'manifest.yaml'),
      manifest
        .replace('- n: 2', '- n: 12')
        .replace('solution: solution', 'solution: s')
        .replace('- n: 3', '- n: 13'),
    );
    const { errors } = checked(folder());
    expect(errors.map(({ problem }) => problem)).toEqual([
      'manifestTodoUnknown',
      'manifestTodoUnknown',
      'noTreeFolder',
    ]);
  });

  test('a manifest may be JSON, and says where its schema is', () => {
    rmSync(join(folder(), 'manifest.yaml'));
    const json = {
      $schema: '../../docs/manifest.schema.json',
      slug: 'tea',
      image: 'tea',
      port: 80,
      probe: { path: '/' },
      imageSize: { min: 1, max: 2 },
      baseImages: ['a'],
      project: { directory: 'core', dependencyFiles: ['a'] },
    };
    const file = join(folder(), 'manifest.json');
    writeFileSync(file, JSON.stringify(json, null, '\t'));
    expect(checked(folder())).toMatchObject({ code: 0, lesson: 'tea' });
    writeFileSync(file, JSON.stringify({ ...json, port: 'x', slug: 'T T' }, null, 2));
    expect(checked(folder()).errors.map(({ file: where, line, column }) => [where, line, column])).toEqual([
      [file, 3, 3],
      [file, 5, 3],
    ]);
    writeFileSync(file, '{ "slug": "tea", ');
    expect(checked(folder()).errors[0]).toMatchObject({ problem: 'manifestYaml', line: 1 });
  });

  test('the published schema is the one that manifests are read by', () => {
    const published = readFileSync(new URL('../../docs/manifest.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(manifestJsonSchema());
    expect(Object.keys((manifestJsonSchema() as { properties: object }).properties)).toEqual(
      expect.arrayContaining(['$schema', 'slug', 'todos']),
    );
  });

  test('the page about its fields is made from the schema that manifests are read by', () => {
    const published = readFileSync(new URL('../../docs/manifest.md', import.meta.url), 'utf8');
    expect(published).toBe(manifestPage());
    expect([...published.matchAll(/^### `assert: (\S+)`$/gm)].map(([, kind]) => kind)).toEqual(
      assertionKinds,
    );
    const headings = [...published.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
    const anchors = headings.map((each) =>
      each
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(anchors).size).toBe(anchors.length);
    expect(anchors).toEqual(
      expect.arrayContaining([...published.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)),
    );
  });
});
