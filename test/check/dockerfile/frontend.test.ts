import { describe, expect, test } from '@jest/globals';
import { readFrontend } from '../../../src/check/dockerfile/frontend.ts';

const from = '\nFROM python:3.11-slim\n';
const evil = 'evil.test/x/frontend:1';
const foreign = (name = evil, line = 1) => ({ kind: 'foreign', name, line });

describe('frontends of others', () => {
  test.each<readonly [string, ReturnType<typeof foreign>]>([
    [`# syntax=${evil}`, foreign()],
    [`#syntax=${evil}`, foreign()],
    [`  # syntax=${evil}`, foreign()],
    [`# SYNTAX = ${evil}`, foreign()],
    [`#\t\v\f\u0085\u00a0\u3000syntax\t=\f${evil}\u2003`, foreign()],
    [`# syntax=${evil}\r`, foreign()],
    // U+2028 and similar characters end a line for JavaScript's `.`, but not for Go's.
    [`# syntax=${evil}\u2028x`, foreign(`${evil}\u2028x`)],
    [`# syntax=${evil}\u2029x`, foreign(`${evil}\u2029x`)],
    [`# syntax=${evil}\rx`, foreign(`${evil}\rx`)],
    [`# syntax=${evil}\u0085x`, foreign(`${evil}\u0085x`)],
    [`# syntax=${evil} docker/dockerfile:1`, foreign()],
    [`# syntax=${evil}\tdocker/dockerfile:1`, foreign(`${evil}\tdocker/dockerfile:1`)],
    [`# syntax=docker/dockerfile:1\u2028evil`, foreign('docker/dockerfile:1\u2028evil')],
    [`# syntax=docker/dockerfile-evil:1`, foreign('docker/dockerfile-evil:1')],
    [`# syntax=docker.io/docker/dockerfile/evil`, foreign('docker.io/docker/dockerfile/evil')],
    [`# syntax=evil.test/docker/dockerfile:1`, foreign('evil.test/docker/dockerfile:1')],
    [`# syntax=docker.io.evil.test/docker/dockerfile`, foreign('docker.io.evil.test/docker/dockerfile')],
    [`# escape=\`\n# syntax=${evil}`, foreign(evil, 2)],
    [`# check=skip=all\n# syntax=${evil}`, foreign(evil, 2)],
    // Go's `\s` does not include the no-break space, so this is a value.
    [`# check=\u00a0\n# syntax=${evil}`, foreign(evil, 2)],
    // Older versions continue after unknown directives, and the last one wins.
    [`# something=else\n# syntax=${evil}`, foreign(evil, 2)],
    [`# syntax=docker/dockerfile:1\n# syntax=${evil}`, foreign(evil, 2)],
    [`// syntax=${evil}`, foreign()],
    [`// check=x\n//SYNTAX\t= ${evil}`, foreign(evil, 2)],
    [`#!/bin/x\n# syntax=${evil}`, foreign(evil, 2)],
    [`#!/bin/x\n// syntax=${evil}`, foreign(evil, 2)],
    [`\ufeff# syntax=${evil}`, foreign()],
    [`\ufeff#!/bin/x\n# syntax=${evil}`, foreign(evil, 2)],
    [`\ufeff\ufeff# syntax=${evil}`, foreign()],
  ])('recognises another frontend in %j', (text, expected) => {
    expect(readFrontend(text + from)).toEqual(expected);
  });

  test.each([
    [`{"syntax": "${evil}"}`, 1],
    [` \n\t{"a": {"syntax": 1}, "syntax": "other", "syntax": "${evil}"}\n`, 1],
    [`\ufeff{"syntax": "${evil}"}`, 1],
    [`#!/bin/x\n{"syntax": "${evil}"}`, 2],
    [`\ufeff#!/bin/x\n{"\\u0073yntax": "${evil}"}`, 2],
    [`#!/bin/x\r\n\n  {"FROM": "python", "syntax": "${evil}"}`, 2],
  ])('recognises another frontend in the JSON %j', (text, line) =>
    expect(readFrontend(text)).toEqual(foreign(evil, line)),
  );
});

describe('Docker’s own frontend', () => {
  test.each([
    ['# syntax=docker/dockerfile:1.7-labs\n# escape=`\nFROM x\n', '# escape=`\n#\nFROM x\n'],
    ['# syntax=docker/dockerfile\nFROM x\n', '#\nFROM x\n'],
    ['# syntax = docker.io/docker/dockerfile-upstream:master\r\nFROM x\n', '#\nFROM x\n'],
    ['// syntax=docker/dockerfile:1\nFROM x\n', '#\nFROM x\n'],
    // The second notation only counts if the first is absent.
    ['# syntax=docker/dockerfile:1\n// syntax=evil\nFROM x\n', '#\n// syntax=evil\nFROM x\n'],
    [`# syntax=docker/dockerfile:1@sha256:${'a'.repeat(64)}\nFROM x\n`, '#\nFROM x\n'],
  ])('reads %j without its frontend and keeps the lines', (text, dockerfile) =>
    expect(readFrontend(text)).toEqual({ kind: 'own', dockerfile }),
  );

  test('reports a frontend that is named twice', () =>
    expect(readFrontend(`# syntax=docker/dockerfile:1\n#syntax=docker/dockerfile:1${from}`)).toEqual({
      kind: 'twice',
      line: 2,
    }));
});

describe('no frontend', () => {
  test.each([
    'FROM x',
    '# a comment\n# syntax=evil\nFROM x',
    '\n# syntax=evil\nFROM x',
    'FROM x\n# syntax=evil',
    '# syntax evil\nFROM x',
    '# this is not a syntax = directive\nFROM x',
    '#!/bin/x',
    '{"syntax": 1}',
    '{"syntax": "evil"} FROM x',
    '{"deeper": {"syntax": "evil"}}',
    '["syntax", "evil"]',
    '{'.repeat(100_000),
    '',
  ])('finds no frontend in %j', (text) =>
    expect(readFrontend(text)).toEqual({ kind: 'none', dockerfile: text }),
  );
});
