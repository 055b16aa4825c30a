import { expect, test } from '@jest/globals';
import type { InsightKind } from '../../src/check/insights/insights.ts';
import { openInsightFixture } from '../check/insights/fixture.ts';
import { isSteep } from './growth.ts';

const { answer, ask } = await openInsightFixture();
type Files = Readonly<Record<string, string>>;
const base = 'FROM python:3.11-slim\n';
const repeat = (times: number, of: (n: number) => string): string =>
  Array.from({ length: times }, (_, n) => of(n)).join('');

/** Files with much of what the insights list, compare or count. */
const hostile: Readonly<Record<string, readonly [file: string, text: (times: number) => string]>> = {
  'copies of everything': ['Dockerfile', (n) => base + repeat(n, (i) => `COPY . /c${i}/\n`)],
  'mounts of everything': ['Dockerfile', (n) => `${base}RUN ${'--mount=type=bind,source=. '.repeat(n)} id`],
  'a mount of many fields': [
    'Dockerfile',
    (n) => `${base}RUN --mount=type=bind,${'a=b,'.repeat(n)}source=. id`,
  ],
  'stages of stages': [
    'Dockerfile',
    (n) => `FROM python:3.11-slim AS s0\nCOPY . .\n${repeat(n, (i) => `FROM s${i} AS s${i + 1}\n`)}`,
  ],
  'stages that borrow': [
    'Dockerfile',
    (n) => repeat(n, (i) => `FROM python:3.11-slim AS s${i}\nCOPY --from=s${Math.max(0, i - 1)} / /a\n`),
  ],
  variables: ['Dockerfile', (n) => `${base}ENV ${repeat(n, (i) => `A${i}=b `)}\n`],
  'patterns that hide': ['.dockerignore', (n) => repeat(n, (i) => `**/*${i}*\n`)],
  'patterns that let in again': ['.dockerignore', (n) => '*\n!*\n'.repeat(n)],
  'a deep pattern': ['.dockerignore', (n) => '**/a/'.repeat(n)],
  'a script of arguments': ['entrypoint.sh', (n) => `#!/bin/sh\n${'# $1 '.repeat(n)}\n`],
};
/** The functions that read these files most. */
const questions: Readonly<Record<string, Partial<Record<InsightKind, (files: Files) => unknown>>>> = {
  Dockerfile: {
    layers: (files) => ask('layers', {}, files),
    rebuild: (files) => ask('rebuild', { file: 0 }, files),
  },
  '.dockerignore': {
    xray: (files) => ask('xray', {}, files),
    line: (files) => ask('line', { text: files['.dockerignore'] ?? '' }, files),
  },
  'entrypoint.sh': {
    attempt: (files) => ask('attempt', { seed: 'a', round: 0, text: files['entrypoint.sh'] ?? '' }, files),
  },
};

test('answers what is asked about hostile files in a time that grows with them, and in few words', () => {
  const faults: string[] = [];
  for (const [what, [file, text]] of Object.entries(hostile))
    for (const [kind, answerTo] of Object.entries(questions[file] ?? {})) {
      let longest = 0;
      const steep = isSteep(text, (hostileText) => {
        const found = answerTo({ ...answer, [file]: hostileText });
        longest = Math.max(longest, JSON.stringify(found).length);
      });
      if (steep !== null) faults.push(`${kind} of ${what}: ${JSON.stringify(steep)}`);
      if (longest > 64_000) faults.push(`${kind} of ${what}: an answer of ${longest} characters`);
    }
  expect(faults).toEqual([]);
}, 900_000);
