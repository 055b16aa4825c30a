// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s
import { describe, expect, test } from '@jest/globals';
import { unknownText } from '../../../src/check/dockerfile/unknown-text.ts';
import { expandWord } from '../../../src/check/dockerfile/variables.ts';

const values: Readonly<Record<string, string>> = { A: 'abcabc', E: '', U: unknownText, P: '/usr/local/bin' };
const expand = (text: string) => expandWord(text, (name) => values[name] ?? null);

test.each([
  ['$A', 'abcabc'],
  ['${A}', 'abcabc'],
  ['x$A/y', 'xabcabc/y'],
  ['$NONE', ''],
  ['${NONE:-d}', 'd'],
  ['${NONE-d}', 'd'],
  ['${E:-d}', 'd'],
  ['${E-d}', ''],
  ['${A:-d}', 'abcabc'],
  ['${A:+s}', 's'],
  ['${NONE:+s}', ''],
  ['${E+s}', 's'],
  ['${NONE:-${A}}', 'abcabc'],
  ['${A#a}', 'bcabc'],
  ['${A#*c}', 'abc'],
  ['${A##*c}', ''],
  ['${A%c}', 'abcab'],
  ['${A%b*}', 'abca'],
  ['${A%%b*}', 'a'],
  ['${A/b/x}', 'axcabc'],
  ['${A//b/x}', 'axcaxc'],
  ['${A//b/}', 'acac'],
  ['${P##*/}', 'bin'],
  ["'$A'", '$A'],
  ['"$A b"', 'abcabc b'],
  ['\\$A', '$A'],
  ['"\\$A"', '$A'],
  ['a\\ b', 'a b'],
  ['$', '$'],
  ['$$', ''],
])('expands %s to %j', (text, value) => {
  expect(expand(text)).toMatchObject({ text: value, error: null });
});

describe('unknown values', () => {
  test.each(['$U', 'a${U}b', '${U%x}', '${U/x/y}'])('keeps %s unknown', (text) => {
    expect(expand(text).text).toContain(unknownText);
  });
});

test.each([
  ['${A', 'unsupported modifier'],
  ['${A:-', "missing '}'"],
  ['${}', 'bad substitution'],
  ['${A:x}', 'unsupported modifier (:x)'],
  ['${A^}', 'unsupported modifier (^)'],
  ['${NONE:?no}', 'NONE: no'],
  ['"a', 'matching double-quote'],
  ["'a", 'matching single-quote'],
])('refuses %s: %s', (text, phrase) => {
  expect(expand(text).error).toContain(phrase);
});

test('lists the names that are set and those that are not', () => {
  const { matched, unmatched } = expand('$A ${NONE:-x} $OTHER');
  expect([...matched]).toEqual(['A']);
  expect([...unmatched]).toEqual(['NONE', 'OTHER']);
});

test('splits words after expanding variables', () => {
  expect(expandWord('a "b c" $X', () => 'd e').words).toEqual(['a', 'b c', 'd', 'e']);
});
