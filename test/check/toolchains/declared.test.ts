import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { LessonError } from '../../../src/lesson/error.ts';
import { parseManifest } from '../../../src/lesson/manifest/read-manifest.ts';
import { parseLesson } from '../../../src/lesson/parse-lesson.ts';
import { translate } from '../../../src/wording/wording.ts';

let check: Checker;
beforeAll(async () => {
  check = await openChecker();
});

const manifestWith = (toolchains: string): string =>
  `slug: one\nimage: one\nbaseImages: [debian, python, node]\n${toolchains}\npromises: [{ assert: start }]\n`;

/** All that the check says of a Dockerfile in a lesson that declares these toolchains. */
function said(toolchains: string, Dockerfile: string): string {
  const { lesson } = parseLesson(
    { text: '# One\n\n```\n# TODO 1: Do it\n```\n', file: 'lesson.md' },
    { text: manifestWith(toolchains), file: 'manifest.yaml' },
  );
  const { findings, blocker } = check({
    student: { files: { Dockerfile }, complete: true },
    lesson,
    tree: { files: [] },
  });
  const texts = [...findings.map(({ message }) => message), ...(blocker === null ? [] : [blocker.message])];
  return texts.map((text) => translate('en', text)).join('\n');
}

describe('the toolchains that a lesson declares', () => {
  test.each([
    ['uv', 'FROM python:3.11-slim\nRUN pip install uv\nRUN uv sync --frozen\nCMD ["true"]\n', /\buv\b/],
    ['npm', 'FROM node:24\nCOPY . .\nRUN npm ci\nCMD ["true"]\n', /\bnpm\b/],
  ])('leave out what the check says of %s, when they are others', (_, Dockerfile, words) => {
    expect(said('', Dockerfile)).toMatch(words);
    expect(said('toolchains: [go]', Dockerfile)).not.toMatch(words);
    expect(said('toolchains: []', Dockerfile)).not.toMatch(words);
  });

  test('keep what the check says of one of them', () => {
    const Dockerfile = 'FROM node:24\nCOPY . .\nRUN npm ci\nCMD ["true"]\n';
    expect(said('toolchains: [node-npm, static]', Dockerfile)).toBe(said('', Dockerfile));
  });

  test('reports a mistyped toolchain with its line and the name that was meant', () => {
    const read = () => parseManifest(manifestWith('toolchains: [go, node-nmp]'), 'manifest.yaml');
    expect(read).toThrow(LessonError);
    expect(read).toThrow('toolchains[1] is “node-nmp”, which Dockhand does not know. Did you mean node-npm?');
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ line: 4, column: 18 });
    }
  });
});
