import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LessonError } from '../../src/lesson/error.ts';
import { type Library, loadLesson, openLibrary, readTree } from '../../src/library/library.ts';

const own = join(import.meta.dirname, '../../lessons/backend-docker');
let dir: string;
const at = (...names: readonly string[]): string => join(dir, ...names);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dockhand-library-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function refusal(work: Promise<unknown>): Promise<LessonError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof LessonError) return error;
  throw error ?? new Error('it was accepted');
}

describe('loadLesson', () => {
  test('loads a bare Markdown file without tree or solution', async () => {
    await writeFile(at('Tea House.md'), '# Tea');
    expect(await loadLesson(at('Tea House.md'))).toMatchObject({
      lesson: { slug: 'tea-house', title: 'Tea', manifest: null },
      tree: { files: [] },
      folder: null,
      backend: null,
      solution: null,
    });
  });

  test('names a lesson by its title when the file name says nothing', async () => {
    await writeFile(at('README.md'), '# Tea for two');
    expect((await loadLesson(at('README.md'))).lesson.slug).toBe('tea-for-two');
  });

  test('loads a lesson by the path of its manifest', async () => {
    expect((await loadLesson(join(own, 'manifest.yaml'))).folder).toBe(own);
  });

  test('replaces the lesson’s backend by another one entirely', async () => {
    await mkdir(at('core'));
    await writeFile(at('core/manage.py'), '');
    const loaded = await loadLesson(own, { backend: dir });
    expect(loaded.tree.files.map(({ path }) => path)).toEqual(['core/manage.py']);
    expect(loaded.backend).toBe(dir);
  });

  describe('says what is wrong', () => {
    beforeEach(() => cp(own, at('lesson'), { recursive: true }));

    test.each<[string, () => Promise<unknown>, string]>([
      ['nothing there', () => loadLesson(at('nope')), 'missing'],
      ['a file taken for a folder', () => loadLesson(at('lesson/lesson.md/x')), 'missing'],
      ['no manifest', () => loadLesson(at('lesson/backend')), 'noManifest'],
      ['another kind of file', () => loadLesson(at('lesson/solution/Dockerfile')), 'notMarkdown'],
      [
        'another backend that is not there',
        () => loadLesson(at('lesson'), { backend: at('x') }),
        'treeMissing',
      ],
      [
        'another backend that is a file',
        () => loadLesson(at('lesson'), { backend: at('lesson/lesson.md') }),
        'treeMissing',
      ],
    ])('refuses %s', async (_, work, problem) => {
      expect((await refusal(work())).problem).toBe(problem);
    });

    test('reports a lesson, backend or solution that the manifest names and that is missing', async () => {
      await rm(at('lesson/solution'), { recursive: true });
      expect(await refusal(loadLesson(at('lesson')))).toMatchObject({
        problem: 'noTreeFolder',
        file: at('lesson/manifest.yaml'),
      });
      await rm(at('lesson/lesson.md'));
      const error = await refusal(loadLesson(at('lesson')));
      expect(error).toMatchObject({ problem: 'noLessonFile', line: 3 });
      expect(error.message).toContain('lesson.md');
    });

    test('reports a binary file, a text that is not UTF-8, and a huge one', async () => {
      await writeFile(at('a.md'), Buffer.from([0x23, 0x20, 0x54, 0x0a, 0x00, 0x01]));
      expect(await refusal(loadLesson(at('a.md')))).toMatchObject({ problem: 'binary', line: 2 });
      await writeFile(at('b.md'), Buffer.from('# T\n\nd\u00e9j\u00e0', 'latin1'));
      expect(await refusal(loadLesson(at('b.md')))).toMatchObject({ problem: 'binary', line: 3 });
      await writeFile(at('c.md'), Buffer.alloc(2_000_000, 0x61));
      expect((await refusal(loadLesson(at('c.md')))).problem).toBe('tooLarge');
    });
  });
});

describe('openLibrary', () => {
  test('has every lesson by its name and lists those that cannot be used', async () => {
    await cp(own, at('one'), { recursive: true });
    await writeFile(at('tea.md'), '# Tea');
    await writeFile(at('broken.md'), 'no title');
    await writeFile(at('README.md'), 'about these lessons');
    await writeFile(at('notes.txt'), 'not a lesson');
    await mkdir(at('.hidden'));
    await mkdir(at('empty'));
    const library = await openLibrary(dir);
    expect(library.all.map(({ lesson }) => lesson.slug)).toEqual(['backend-docker', 'tea']);
    expect(library.get('tea')?.lesson.title).toBe('Tea');
    expect(library.get('constructor')).toBeUndefined();
    expect(library.broken.map(({ path }) => path)).toEqual([at('broken.md'), at('empty')]);
    expect(library.broken[0]?.reason).toMatch(/broken\.md:1: The lesson has no title/);
  });

  test('keeps the first of two lessons of one name and reports the second', async () => {
    await cp(own, at('a'), { recursive: true });
    await cp(own, at('b'), { recursive: true });
    const library = await openLibrary(dir);
    expect(library.all.map(({ folder }) => folder)).toEqual([at('a')]);
    expect(library.broken).toMatchObject([{ path: at('b') }]);
    expect(library.broken[0]?.reason).toContain('backend-docker');
  });

  /** Reads the folder while its first lesson, a named pipe, blocks the reader, and does something meanwhile. */
  async function openWhile(meanwhile: () => Promise<unknown>): Promise<Library> {
    const first = at('a-first.md');
    execFileSync('mkfifo', [first]);
    const opened = openLibrary(dir);
    // Opening a pipe waits for its other end.
    const pipe = await open(first, 'w');
    await meanwhile();
    await pipe.writeFile('# First\n');
    await pipe.close();
    return opened;
  }

  test.each([
    ['a Markdown file', 'b.md'],
    ['a link that leads nowhere', 'b-link.md'],
    ['a folder', 'b-folder'],
  ])('goes on without %s that vanishes while the others are read', async (_, name) => {
    await writeFile(at('b.md'), '# Second\n');
    await symlink('nowhere', at('b-link.md'));
    await cp(own, at('b-folder'), { recursive: true });
    await writeFile(at('c.md'), '# Third\n');
    const library = await openWhile(() => rm(at(name), { recursive: true }));
    expect(library.all.map(({ lesson: { title } }) => title)).toContain('Third');
    expect(library.broken.map(({ path }) => path)).not.toContain(at(name));
    expect([...library.byPath.keys()]).not.toContain(at(name));
  });

  test('reports a missing lessons folder', async () => {
    expect((await refusal(openLibrary(at('nope')))).problem).toBe('libraryMissing');
  });
});

describe('readTree', () => {
  test('reads sizes, texts and executable bits, without files that are no part of the project', async () => {
    for (const name of ['core', '.git', '.venv/bin', 'core/__pycache__', 'node_modules/x']) {
      await mkdir(at(name), { recursive: true });
      await writeFile(at(name, 'file'), 'x');
    }
    await writeFile(at('run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    await writeFile(at('logo.png'), Buffer.from([0x89, 0, 1]));
    await writeFile(at('latin.txt'), Buffer.from([0xe9]));
    await writeFile(at('big.txt'), 'x'.repeat(70_000));
    expect((await readTree(dir)).files).toEqual([
      { path: 'big.txt', bytes: 70_000, executable: false, text: null },
      { path: 'core/file', bytes: 1, executable: false, text: 'x' },
      { path: 'latin.txt', bytes: 1, executable: false, text: null },
      { path: 'logo.png', bytes: 3, executable: false, text: null },
      { path: 'run.sh', bytes: 10, executable: true, text: '#!/bin/sh\n' },
    ]);
  });

  test('follows no link out of the folder, into a folder, or in a circle', async () => {
    await mkdir(at('project/sub'), { recursive: true });
    await writeFile(at('secret'), 'secret');
    await writeFile(at('project/real'), 'real');
    await symlink('../secret', at('project/out'));
    await symlink('/etc/passwd', at('project/passwd'));
    await symlink('real', at('project/in'));
    await symlink('.', at('project/loop'));
    await symlink('..', at('project/sub/up'));
    await symlink('nowhere', at('project/dangling'));
    const { files } = await readTree(at('project'));
    expect(Object.fromEntries(files.map(({ path, text }) => [path, text]))).toEqual({
      dangling: null,
      in: 'real',
      loop: null,
      out: null,
      passwd: null,
      real: 'real',
      'sub/up': null,
    });
  });
});
