import { describe, expect, test } from '@jest/globals';
import { openInsightFixture } from './fixture.ts';

const { answer, ask } = await openInsightFixture();
const compared = (dockerfile: string) =>
  ask('bases', {}, { ...answer, Dockerfile: dockerfile }).comparison?.variants.map(
    ({ reference }) => reference,
  );
const solved = answer.Dockerfile ?? '';

describe('a Dockerfile on other base images', () => {
  test.each([
    ['python:3.11-slim', ['python:3.11-slim', 'python:3.11', 'python:3.11-alpine']],
    ['python:3.11', ['python:3.11-slim', 'python:3.11', 'python:3.11-alpine']],
    [
      'python:3.11-slim-bookworm',
      ['python:3.11-slim-bookworm', 'python:3.11-slim', 'python:3.11', 'python:3.11-alpine'],
    ],
    ['node:24-alpine', ['node:24-slim', 'node:24', 'node:24-alpine']],
    ['debian:12', []],
    ['python:latest', []],
    ['python@sha256:'.concat('a'.repeat(64)), []],
  ])('compares %s with its family', (base, family) => {
    expect(compared(solved.replace('python:3.11-slim', base))).toEqual(family);
  });

  test('says at which of the student’s lines another base fails', () => {
    const dockerfile = solved.replace('RUN pip install uv', 'RUN apt-get update && pip install uv');
    const { comparison } = ask('bases', {}, { ...answer, Dockerfile: dockerfile });
    const alpine = comparison?.variants.find(({ reference }) => reference.endsWith('-alpine'));
    expect(alpine).toMatchObject({ works: false, why: { line: 5 } });
    expect(comparison?.variants.find(({ own }) => own)).toMatchObject({ works: true, why: null });
  });

  test('changes the base of the final image, not of a stage beside it', () => {
    expect(
      compared('FROM node:24 AS web\nRUN id\nFROM python:3.11\nRUN id\nCOPY --from=web /a /a\n'),
    ).toEqual(['python:3.11-slim', 'python:3.11', 'python:3.11-alpine']);
  });

  test.each(['FROM scratch\n', 'ARG B=python:3.11\nFROM $B\nRUN id\n', ''])(
    'finds nothing to put in the place of the base in %j',
    (dockerfile) => {
      expect(compared(dockerfile) ?? []).toEqual([]);
    },
  );
});
