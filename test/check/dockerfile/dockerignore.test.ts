import { describe, expect, test } from '@jest/globals';
import { cleanPath } from '../../../src/check/dockerfile/clean-path.ts';
import { ignoredBy, parseIgnoreFile } from '../../../src/check/dockerfile/dockerignore.ts';

/** The answers of moby's pattern matcher: patterns, path, and whether the path is ignored. */
const cases: readonly (readonly [string, string, boolean])[] = [
  ['*.sqlite3', 'db.sqlite3', true],
  ['*.sqlite3', 'core/db.sqlite3', false],
  ['**/*.sqlite3', 'core/db.sqlite3', true],
  ['**/*.sqlite3', 'db.sqlite3', true],
  ['**.sqlite3', 'core/db.sqlite3', true],
  ['core', 'core/manage.py', true],
  ['core/', 'core/manage.py', true],
  ['/core', 'core/manage.py', true],
  ['./core', 'core/manage.py', true],
  ['core/*', 'core/a/b.py', true],
  ['core/*.py', 'core/a/b.py', false],
  ['core/**/b.py', 'core/b.py', true],
  ['core/**/b.py', 'core/a/c/b.py', true],
  ['core/**', 'core/a', true],
  ['core/**', 'core', false],
  ['**', 'anything/at/all', true],
  ['**/core', 'core', true],
  ['**/core', 'a/core', true],
  ['**/core', 'a/encore', false],
  ['**core', 'a/encore', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['a[0-9]c', 'a5c', true],
  ['a[^0-9]c', 'a5c', false],
  ['a\\*c', 'a*c', true],
  ['a\\*c', 'abc', false],
  ['*', 'a/b/c', true],
  ['*\n!core', 'core/manage.py', false],
  ['*\n!core/manage.py', 'core/manage.py', false],
  ['*\n!core/manage.py', 'core/other.py', true],
  ['!core\ncore', 'core/a', true],
  ['core\n!core', 'core/a', false],
  ['uv.lock # comment', 'uv.lock', false],
  ['# uv.lock', 'uv.lock', false],
  ['  uv.lock  ', 'uv.lock', true],
  [' # uv.lock', 'uv.lock', false],
  ['uv.lock\r', 'uv.lock', true],
  ['\ufeffuv.lock', 'uv.lock', true],
  ['../uv.lock', 'uv.lock', false],
  ['a.c', 'abc', false],
  ['a/../b', 'b', true],
  ['! core', 'core', false],
  // The newest BuildKit does not apply an exception for a folder to files that another pattern ignores.
  ['core/*\n!core', 'core/manage.py', true],
  ['core/**\n!core', 'core/manage.py', true],
  ['core/*\n!core/manage.py', 'core/manage.py', false],
  ['core/*\n!core/config', 'core/config/settings.py', false],
  ['core/*\n!core/config', 'core/manage.py', true],
  ['core/*\n!core/', 'core/config/settings.py', true],
  ['core\n!core/config', 'core/config/settings.py', false],
  ['*\n!core/*', 'core/config/settings.py', false],
  ['**/*.py\n!core', 'core/manage.py', true],
  // A backslash escapes what follows; before a letter it forms a character class or a special character.
  ['core\\__pycache__', 'core/__pycache__/x.pyc', false],
  ['core\\tests', 'core/tests', false],
  ['\\!core', '!core', true],
  ['core\\.py', 'core.py', true],
];

describe('.dockerignore', () => {
  test.each(cases)('matches %j against %s: %s', (patterns, path, out) => {
    expect(ignoredBy(parseIgnoreFile(patterns), path) !== null).toBe(out);
  });

  test.each([
    ['!', 'illegal exclusion pattern: "!"'],
    ['a[', 'syntax error in pattern'],
    ['[]', 'syntax error in pattern'],
    ['a[b-]', 'syntax error in pattern'],
    ['a\\', 'syntax error in pattern'],
  ])('reports the pattern %j, which ends the build', (pattern, phrase) => {
    expect(parseIgnoreFile(`x\n${pattern}\n`).error).toEqual({ line: 2, phrase });
  });

  test('returns the pattern that matched and its line', () => {
    const by = ignoredBy(parseIgnoreFile('# first\n\n*.lock\n'), 'uv.lock');
    expect(by).toMatchObject({ written: '*.lock', line: 3 });
  });
});

test.each([
  ['a//b/./c/', 'a/b/c'],
  ['/a/../b', '/b'],
  ['../a', '../a'],
  ['/../a', '/a'],
  ['', '.'],
  ['.', '.'],
  ['/', '/'],
  ['a/..', '.'],
  ['/app', '/app'],
  ['./a', 'a'],
])('cleans the path %j to %j', (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});

test('ignores no path that is deeper than any project', () => {
  const many = parseIgnoreFile(Array.from({ length: 5_000 }, (_, n) => `**/a${n}/*`).join('\n'));
  for (const depth of [101, 4_000, 60_000]) expect(ignoredBy(many, `${'a/'.repeat(depth)}a1/b`)).toBeNull();
  expect(ignoredBy(many, `${'a/'.repeat(90)}a1/b`)).not.toBeNull();
});
