import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readManifest } from '../../src/lesson/manifest/read-manifest.ts';
import { inspectLesson } from '../../src/library/library.ts';

const head = 'slug: one\nimage: one\nbaseImages: [a]\n';
const errorsIn = (text: string) =>
  readManifest(text, 'm').errors.map(({ line, column, message }) => `${line}:${column} ${message}`);
/** The only aim of a manifest, and the error message about it. */
const ofAim = (aim: string) => errorsIn(`${head}todos:\n  - n: 1\n    aims:\n      - ${aim}\n`);

describe('messages about mistakes in a manifest', () => {
  test.each([
    [
      '{ assert: workdirr, path: /a }',
      '7:11 In the manifest, todos[0].aims[0].assert is “workdirr”, which Dockhand does not know. Did you mean workdir?',
    ],
    ['{ path: /a }', '7:9 In the manifest, todos[0].aims[0].assert is not right: it is missing'],
    [
      '{ assert: nothing-like-it }',
      '7:11 In the manifest, todos[0].aims[0].assert is not right: expected one of file, step',
    ],
    ['{ assert: workdir }', '7:9 In the manifest, todos[0].aims[0].path is not right: it is missing'],
    [
      '{ assert: workdir, path: 3 }',
      '7:28 In the manifest, todos[0].aims[0].path is not right: expected string, received number',
    ],
    [
      '{ assert: workdir, path: /a, pathh: /b }',
      '7:38 The manifest has a key that Dockhand does not know: pathh. Did you mean path?',
    ],
    [
      'entrypoint-scrip',
      '7:9 In the manifest, todos[0].aims[0] is “entrypoint-scrip”, which Dockhand does not know. Did you mean entrypoint-script?',
    ],
    ['3', '7:9 In the manifest, todos[0].aims[0] is not right: '],
  ])('an aim that is %s', (aim, said) => {
    expect(ofAim(aim)).toEqual([expect.stringContaining(said)]);
  });

  test.each([
    [
      'slugg: one\nimage: one\nbaseImages: [a]\n',
      '1:1 The manifest has a key that Dockhand does not know: slugg. Did you mean slug?',
    ],
    [
      'slug: My Lesson\nimage: one\nbaseImages: [a]\n',
      '1:1 In the manifest, slug is not right: at most 40 small letters, digits and dashes',
    ],
    [`${head}image: two\n`, '4:1 The manifest is not valid YAML: this line repeats a key'],
    [
      `${head}build:\n\targs: {}\n`,
      '5:1 The manifest is not valid YAML: tabs are not allowed as indentation: put two spaces',
    ],
    [
      `${head}---\n${head}`,
      '4:1 The manifest is not valid YAML: a line of --- begins a second document here',
    ],
    [`${head}port:8000\n`, '4:1 The manifest is not valid YAML: '],
  ])('a manifest that is %j', (text, said) => {
    expect(errorsIn(text)[0]).toContain(said);
  });

  test.each([
    ['Dockerfile', []],
    ['dockerfile.txt', ['solutionLacks']],
  ])('a lesson whose answer is the file %s', async (name, kinds) => {
    const folder = await mkdtemp(join(tmpdir(), 'lesson-'));
    try {
      await Promise.all(['project', 'solution'].map((each) => mkdir(join(folder, each))));
      const manifest = `${head}backend: project\ntodos: [{ n: 1, aims: [{ assert: workdir, path: /a }] }]\n`;
      await writeFile(join(folder, 'manifest.yaml'), manifest);
      await writeFile(join(folder, 'lesson.md'), '# One\n\n```dockerfile\nFROM a\n# TODO 1: Do it\n```\n');
      await writeFile(join(folder, 'solution', name), 'FROM a\nWORKDIR /a\n');
      const { remarks, errors } = await inspectLesson(folder, { languages: [] });
      expect([errors, remarks.map(({ kind }) => kind)]).toEqual([[], kinds]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
