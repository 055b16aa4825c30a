import { describe, expect, test } from '@jest/globals';
import { failures } from '../../src/explain/failures/index.ts';
import { findPhrase, matchLine, phrase } from '../../src/explain/phrase.ts';

const find = (source: string, line: string) => findPhrase(phrase(source), matchLine(line));

describe('a phrase', () => {
  test.each([
    ['not found', 'uv: NOT  found', {}],
    ["'<word>': not found", 'x "/uv.lock": not found', { word: '/uv.lock' }],
    ['<word>: not found', '/bin/sh: 1: uv: not found', { word: 'uv' }],
    ['COPY … stat <path>:', 'COPY failed: stat uv.lock: gone', { path: 'uv.lock' }],
    ['Error: <said…>', 'Error: it is all wrong', { said: 'it is all wrong' }],
    ["path '<path…>' not found", 'path "my folder" not found', { path: 'my folder' }],
    ['^Killed$', 'Killed', {}],
    ["exec: '<file>':", 'exec: \\"/start.sh\\": no', { file: '/start.sh' }],
  ])('%j is found in %j', (source, line, values) => {
    expect(find(source, line)?.values).toEqual(values);
  });

  test.each([
    ['Killed', 'unskilled'],
    ['not found', 'not founded'],
    ['^Killed$', 'it was Killed'],
    ["'<word>': not found", '"two words": not found'],
    ['a … b', 'b a'],
  ])('%j is not found in %j', (source, line) => {
    expect(find(source, line)).toBeNull();
  });
});

test('no phrase of a failure is too short to identify it', () => {
  const short = failures.flatMap(({ id, when }) =>
    when.filter(({ weight }) => weight < 5).map(({ source }) => `${id}: ${source}`),
  );
  expect(short).toEqual(['interrupted: …^C$']);
});
