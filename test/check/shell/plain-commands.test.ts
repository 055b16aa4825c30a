import { beforeAll, describe, expect, test } from '@jest/globals';
import { openGrammar } from '../../../src/check/shell/parse.ts';
import { plainCommands } from '../../../src/check/shell/plain-commands.ts';
import type { ShellParser } from '../../../src/check/shell/syntax.ts';
import { checkSyntax } from '../../../src/check/shell/syntax-check.ts';
import { full, sampleOf } from '../../support/sample.ts';
import { seededRandom } from '../random-inputs.ts';
import { recordedCases } from '../recorded-cases.ts';

/** The shortcut for plain commands returns exactly what the grammar returns. */
let grammar: ShellParser;
beforeAll(async () => {
  grammar = await openGrammar();
});

/** `null` where the shortcut leaves the script to the grammar. */
function difference(source: string): string | null {
  const plain = plainCommands(source);
  if (plain === null) return null;
  const parsed = grammar(source);
  const same = parsed !== null && !parsed.broken && JSON.stringify(parsed.script) === JSON.stringify(plain);
  const accepted = (['dash', 'bash'] as const).every((dialect) => {
    const { refusal, unclosed, timing } = checkSyntax(source, dialect);
    return refusal === null && unclosed.length === 0 && timing.length === 0;
  });
  return same && accepted ? null : `${JSON.stringify(source)}: ${JSON.stringify([plain, parsed])}`;
}

const pieces = [
  ...[
    'a',
    'uv',
    'sync',
    '-',
    '--',
    '-e',
    '--frozen',
    '--a=b',
    'A=b',
    '=',
    'x',
    '1',
    '2>',
    '.',
    './a.sh',
    ':',
  ],
  ...[
    'if',
    'then',
    'time',
    'export',
    'cd',
    'test',
    '[',
    'exec',
    'in',
    'done',
    'echo',
    'set',
    'unset',
    'true',
  ],
  ...[
    '@',
    '%1',
    '+x',
    ',',
    'a,b',
    'a:b',
    '0.0.0.0:8000',
    '#',
    ' #',
    '# a',
    '#!/bin/sh',
    '!',
    '{',
    '}',
    '~',
    '*',
  ],
  ...[' ', ' ', ' ', ' ', ' ', '\n', '\n', '\t', '\\', '\\\n', '\r', '\u00a0', 'é', '"', '$', '|', ';', '&'],
];

describe('plain commands', () => {
  test('plain commands are what they look like', () => {
    expect(plainCommands('#!/bin/sh\nset -e\n\n  uv sync --frozen # why\n')).toEqual(
      [
        [1, ['set', '-e']],
        [3, ['uv', 'sync', '--frozen']],
      ].map(([line, words]) => ({
        kind: 'command',
        assignments: [],
        words: (words as string[]).map((text) => [{ kind: 'text', text, quoted: false }]),
        redirects: [],
        line,
      })),
    );
  });

  test.each([
    ...[
      'A=1 b',
      'echo A=b',
      'if true',
      'export A',
      'a | b',
      'a; b',
      'a "b"',
      "a 'b'",
      'a $B',
      'a\\\nb',
      '~/a',
    ],
    ...['a > b', '! a', '{ a', 'time a', 'a *', 'a?b', 'a &', 'a#b', '-x', '%1', 'a\r', 'a\u00a0b', 'é', '1'],
  ])('a script is left to the grammar where there is more to it than plain commands: %j', (source) => {
    expect(plainCommands(source)).toBeNull();
  });

  test('plain commands are parsed as by the grammar, however words, blanks, lines and comments are put together', () => {
    const random = seededRandom(20_261_201);
    const differences: string[] = [];
    let plain = 0;
    for (let round = 0; round < (full ? 200_000 : 20_000); round += 1) {
      const source = Array.from({ length: 1 + random(8) }, () => pieces[random(pieces.length)]).join(
        random(2) === 0 ? '' : ' ',
      );
      if (plainCommands(source) !== null) plain += 1;
      const found = difference(source);
      if (found !== null) differences.push(found);
    }
    expect(differences.slice(0, 20)).toEqual([]);
    expect(plain).toBeGreaterThan(1_000);
  });

  test('plain commands are parsed as by the grammar in every script and RUN line of the recorded cases', () => {
    const texts = new Set(
      sampleOf(recordedCases, 600).flatMap(({ files }) =>
        Object.values(files).flatMap((text) => [
          text,
          ...[...text.matchAll(/^RUN[ \t]+(.*)$/gim)].map(([, line = '']) => line),
        ]),
      ),
    );
    expect([...texts].map(difference).filter((found) => found !== null)).toEqual([]);
    expect([...texts].filter((text) => plainCommands(text) !== null).length).toBeGreaterThan(100);
  });
});
