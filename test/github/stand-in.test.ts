import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const folder = join(import.meta.dirname, '../support/github');
const answers = readFileSync(join(folder, 'answers.ts'), 'utf8');
const standIn = readFileSync(join(folder, 'stand-in.ts'), 'utf8');

test('Every answer of the stand-in for GitHub has the type that GitHub publishes for it, which the compiler holds it to', () => {
  expect(answers).toContain("import type { components } from '@octokit/openapi-types';");
  expect(answers).toContain("type Schemas = components['schemas'];");
  // The functions that create responses, with the type in GitHub's API that each has.
  const made = [...answers.matchAll(/^(?:export )?(?:const|function) (\w+Answer)\b([\s\S]*?)(?:=>|\{$)/gm)];
  expect(made.length).toBeGreaterThanOrEqual(8);
  expect(
    made.filter(([, , head = '']) => !/: Schemas\['[\w-]+'\]/.test(head)).map(([, name]) => name),
  ).toEqual([]);
  // And nothing else is sent, except a compressed response and a page that is not the API's.
  const sent = [...standIn.matchAll(/\.send\(([^\n]*)/g)].map(([, what = '']) => what);
  const besides = sent.filter((what) => !/^\w+Answer\(/.test(what));
  expect(besides).toEqual(['packed ? gzipSync(body) : body);', "'<html>Sign in</html>'),"]);
});
