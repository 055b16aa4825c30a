import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openChecker } from '../../../src/check/check.ts';
import { corpus } from './corpus.ts';
import { differences, explainedDifferences } from './docker-differences.ts';
import type { DockerAnswer } from './docker-linter.ts';

/** Recorded from the engine of a box by record-docker.ts. */
const recorded = JSON.parse(
  readFileSync(new URL('docker-answers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, DockerAnswer>>;

test('agrees with the recorded answers of Docker’s linter to every sample', async () => {
  const checker = await openChecker();
  const differing = corpus.flatMap((sample) => {
    const docker = recorded[sample.name];
    if (docker === undefined) return [`${sample.name}: not recorded`];
    const found = differences(sample, docker, checker);
    if (Object.hasOwn(explainedDifferences, sample.name))
      return found.length > 0 ? [] : [`${sample.name}: nothing to explain any more`];
    return found.map((difference) => `${sample.name}: ${difference}`);
  });
  expect(differing).toEqual([]);
});

test('explains a difference for at most one in a hundred of the unique samples', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(150);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  expect(Object.keys(explainedDifferences).length).toBeLessThanOrEqual(corpus.length / 100);
});
