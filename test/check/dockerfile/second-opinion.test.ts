import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { DockerfileParser } from 'dockerfile-ast';
import { parseDockerfile } from '../../../src/check/dockerfile/parse.ts';
import { corpus } from '../corpus/corpus.ts';

/** The answers of Docker's linter; samples that it refuses are left out. */
const answers = JSON.parse(
  readFileSync(new URL('../corpus/docker-answers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly error: object | null } | undefined>>;

/** Samples in which only the editor's parser sees an instruction, and why. */
const explained: ReadonlySet<string> = new Set([
  // BuildKit continues a line that is only a backslash, and reads no instruction from it.
  'backslash alone',
]);

test('finds the same instructions at the same lines as an editor’s parser', () => {
  const accepted = corpus.filter(({ name }) => answers[name]?.error === null);
  expect(accepted.length).toBeGreaterThan(300);
  const differing = accepted.filter(({ text }) => {
    const ours = parseDockerfile(text).instructions.map(
      ({ keyword, written, line }) => `${(keyword ?? written).toUpperCase()}:${line}`,
    );
    const theirs = DockerfileParser.parse(text)
      .getInstructions()
      .map((each) => `${each.getKeyword()}:${each.getRange().start.line + 1}`);
    return ours.join(' ') !== theirs.join(' ');
  });
  expect(differing.map(({ name }) => name)).toEqual([...explained]);
});
