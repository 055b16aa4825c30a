import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fileNamesOf, isWholeProject } from '../../src/lesson/manifest/requested-files.ts';
import { inspectLesson, loadLesson } from '../../src/library/library.ts';
import { readStudentFiles, StudentFilesError } from '../../src/library/student-files.ts';

const own = new URL('../lesson/lessons/own-site', import.meta.url).pathname;
const { lesson } = await loadLesson(own);
const names = fileNamesOf(lesson.manifest);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-project-'));
});
afterEach(() => rm(folder, { recursive: true }));
const put = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
};

describe('a lesson that builds the student’s own project', () => {
  test('a lesson of own projects has no tree and needs no folder for one', async () => {
    const { loaded, errors, remarks } = await inspectLesson(own);
    expect({ errors, remarks }).toEqual({ errors: [], remarks: [] });
    expect(loaded).toMatchObject({ tree: { files: [] }, backend: null, solution: join(own, 'solution') });
  });

  test('a lesson without a tree is another one once its manifest is, and the same one whatever lies beside it', async () => {
    await cp(own, folder, { recursive: true });
    await put({ 'backend/later.py': 'x' });
    expect((await loadLesson(folder)).lesson.digest).toBe(lesson.digest);
    const manifest = await readFile(join(folder, 'manifest.yaml'), 'utf8');
    await writeFile(join(folder, 'manifest.yaml'), manifest.replace('8080', '8081'));
    expect((await loadLesson(folder)).lesson.digest).not.toBe(lesson.digest);
  });

  test('a lesson of own projects needs an answer of its own', async () => {
    await cp(own, folder, { recursive: true });
    await rm(join(folder, 'solution'), { recursive: true });
    const { errors } = await inspectLesson(folder);
    expect(errors.map(({ problem }) => problem)).toEqual(['noTreeFolder']);
  });

  test('an answer that no student could hand in keeps such a lesson from being used, and says why', async () => {
    await cp(own, folder, { recursive: true });
    await symlink('/etc/passwd', join(folder, 'solution/data'));
    const { loaded, errors } = await inspectLesson(folder);
    expect({ loaded, problems: errors.map(({ problem }) => problem) }).toEqual({
      loaded: null,
      problems: ['solutionRefused'],
    });
    expect(errors[0]?.message).toContain('data is a symbolic link');
  });

  test('the example of docs/lessons.md is a lesson that builds the student’s own project', async () => {
    const page = await readFile(new URL('../../docs/lessons.md', import.meta.url), 'utf8');
    const section = page.slice(page.indexOf("### The student's own project"));
    const example = /```yaml\n(.*?)```/s.exec(section)?.[1] ?? '';
    await cp(own, folder, { recursive: true });
    await writeFile(join(folder, 'manifest.yaml'), example);
    const { loaded, errors, remarks } = await inspectLesson(folder);
    expect({ errors, remarks }).toEqual({ errors: [], remarks: [] });
    expect(loaded?.lesson.manifest).toMatchObject({ context: 'student', slug: 'own-project' });
  });

  test.each<[boolean, readonly string[]]>([
    [false, []],
    [false, ['Dockerfile', '.dockerignore', 'start.sh']],
    [true, ['Dockerfile', 'index.html']],
    [true, ['src/start.sh']],
  ])('distinguishes a whole project from single files: %s, of %j', (whole, paths) => {
    expect(isWholeProject(lesson.manifest, paths)).toBe(whole);
  });
});

describe('a folder that is a student’s own project', () => {
  test('a student’s folder is read as a zip of it would be', async () => {
    await put({
      Dockerfile: 'FROM scratch\n',
      'src/deep/main file.go': 'package main\n',
      'logo.png': new Uint8Array([0x89, 0]),
      'node_modules/a/index.js': 'x',
      '.git/HEAD': 'x',
    });
    await symlink('/usr/bin/python3', join(folder, 'node_modules/python'));
    expect(await readStudentFiles(folder, names)).toEqual({
      files: { Dockerfile: 'FROM scratch\n', 'src/deep/main file.go': 'package main\n' },
      complete: true,
    });
  });

  test('a student’s folder with links, pipes or names that clash is refused', async () => {
    await put({ Dockerfile: 'FROM scratch\n' });
    await symlink('/etc/passwd', join(folder, 'data'));
    await expect(readStudentFiles(folder, names)).rejects.toThrow(/data is a symbolic link/);
    await rm(join(folder, 'data'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(readStudentFiles(folder, names)).rejects.toThrow(/pipe is a device or a pipe/);
    await rm(join(folder, 'pipe'));
    await put({ 'a/dockerfile': 'x', 'a/Dockerfile': 'y' });
    await expect(readStudentFiles(folder, names)).rejects.toThrow(StudentFilesError);
  });
});
