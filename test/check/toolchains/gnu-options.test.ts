import { beforeAll, describe, expect, test } from '@jest/globals';
import { getoptTable, readGetopt } from '../../../src/check/toolchains/shell-tools/gnu/getopt.ts';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';
import { answer, changed } from '../mutation.ts';

/** Commands of GNU's coreutils with what Debian 12 made of them in the lesson's image. */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** Whether a build goes on behind a step with this command. */
const goesOn = (command: string, base = 'python:3.11-slim'): boolean =>
  fixture.check({
    Dockerfile: changed(answer.dockerfile, 'EXPOSE', `RUN ${command}\nEXPOSE`).replace(
      'python:3.11-slim',
      base,
    ),
    'entrypoint.sh': answer.script,
    '.dockerignore': answer.ignore,
  }).blocker === null;

test.each<readonly [string, boolean]>([
  ['mkdir /a', true],
  ['mkdir -p /a/b/c', true],
  ['mkdir /a/b/c', false],
  ['mkdir --parents /a/b', true],
  ['mkdir --parent /a/b', true],
  ['mkdir -P /a/b', false],
  ['mkdir -m 755 /a', true],
  ['mkdir -m755 -p /a/b', true],
  ['mkdir --mode=0755 /a', true],
  ['mkdir -m abc /a', false],
  ['mkdir -v /a', true],
  ['mkdir', false],
  ['mkdir /tmp', false],
  ['mkdir -p /tmp', true],
  ['mkdir -p /entrypoint.sh', false],
  ['cp /entrypoint.sh /x', true],
  ['cp -r /app /y', true],
  ['cp /app /y', false],
  ['cp -R /app /y', true],
  ['cp -a /app /y', true],
  ['cp --recursive /app /y', true],
  ['cp --recur /app /y', true],
  ['cp -rf /app /y', true],
  ['cp -z /entrypoint.sh /x', false],
  ['cp /nope /x', false],
  ['cp /entrypoint.sh', false],
  ['cp /entrypoint.sh /nope/x', false],
  ['cp /entrypoint.sh /nope/', false],
  ['cp -T /entrypoint.sh /x', true],
  ['cp -t /tmp /entrypoint.sh', true],
  ['cp /entrypoint.sh /app/pyproject.toml /x', false],
  ['cp -n /entrypoint.sh /x', true],
  ['cp -u /entrypoint.sh /x', true],
  ['cp -p /entrypoint.sh /x', true],
  ['mv -f /app/README.md /x', true],
  ['mv -r /app /y', false],
  ['rm /nope', false],
  ['rm -f /nope', true],
  ['rm /app', false],
  ['rm -r /nope', false],
  ['rm -rf /nope', true],
  ['rm --force /nope', true],
  ['rm --forc /nope', true],
  ['rm -R /app/core/products', true],
  ['rm -x /nope', false],
  ['rm', false],
  ['rm -f', true],
  ['ln -s /entrypoint.sh /x', true],
  ['ln /entrypoint.sh /x', true],
  ['ln -s /nope /x', true],
  ['ln /nope /x', false],
  ['ln -sf /entrypoint.sh /x', true],
  ['ln -s /entrypoint.sh /entrypoint.sh', false],
  ['ln -sf /app/core /x', true],
  ['touch /x', true],
  ['touch /nope/x', false],
  ['touch -c /nope', true],
  ['touch', false],
  ['touch -d yesterday /x', true],
  ['touch -z /x', false],
  ['chown root /entrypoint.sh', true],
  ['chown root:root /entrypoint.sh', true],
  ['chown -R root:root /app', true],
  ['chown --recursive root /app', true],
  ['chown nobody:nogroup /entrypoint.sh', true],
  ['chown app /entrypoint.sh', false],
  ['chown 1000:1000 /entrypoint.sh', true],
  ['chown root. /entrypoint.sh', true],
  ['chown root', false],
  ['chown root /nope', false],
  ['chgrp root /entrypoint.sh', true],
  ['chgrp nope /entrypoint.sh', false],
  ['cat /entrypoint.sh', true],
  ['cat /nope', false],
  ['cat -A /entrypoint.sh', true],
  ['cat -Z /entrypoint.sh', false],
  ['ls /app', true],
  ['ls /nope', false],
  ['ls -la', true],
  ['ls -lah /app', true],
  ['ls --all', true],
  ['ls --al', false],
  ['ls -Ö', false],
  ['id', true],
  ['id -u', true],
  ['id nope', false],
  ['wc -l /entrypoint.sh', true],
  ['tr -d a < /entrypoint.sh', true],
  ['basename /a/b', true],
  ['dirname /a/b', true],
  ['basename', false],
  ['install -m 755 /entrypoint.sh /x', true],
  ['install -d /a/b', true],
  ['stat /entrypoint.sh', true],
  ['stat /nope', false],
  ['tee /x < /entrypoint.sh', true],
  ['cut -d: -f1 /etc/passwd', true],
  ['readlink -f /entrypoint.sh', true],
  ['realpath /nope/x', false],
  ['realpath /entrypoint.sh', true],
])('predicts whether a build goes on behind %s', (command, expected) => {
  expect(goesOn(command)).toBe(expected);
});

test('options of another system are another system’s: busybox is not asked what GNU refuses', () => {
  expect(goesOn('touch -z /x', 'python:3.11-alpine')).toBe(true);
});

describe('getopt', () => {
  const table = getoptTable('m:pvI? | mode= parents verbose context? no-context help');
  test.each<
    readonly [
      words: readonly string[],
      args: readonly string[],
      operands: readonly string[],
      options: readonly (readonly [name: string, value: string | null])[],
    ]
  >([
    [
      ['-pv', 'a'],
      ['-pv', 'a'],
      ['a'],
      [
        ['p', null],
        ['v', null],
      ],
    ],
    [['-m755', 'a'], ['-m755', 'a'], ['a'], [['m', '755']]],
    [
      ['-pm', '755', 'a'],
      ['-pm', '755', 'a'],
      ['a'],
      [
        ['p', null],
        ['m', '755'],
      ],
    ],
    [
      ['--par', 'a', '--verb'],
      ['--parents', 'a', '--verbose'],
      ['a'],
      [
        ['parents', null],
        ['verbose', null],
      ],
    ],
    [['--mode', '7', 'a'], ['--mode', '7', 'a'], ['a'], [['mode', '7']]],
    [['--mo=7', 'a'], ['--mode=7', 'a'], ['a'], [['mode', '7']]],
    [['--context', 'a'], ['--context', 'a'], ['a'], [['context', null]]],
    [['-I', 'a'], ['-I', 'a'], ['a'], [['I', null]]],
    [['-Ix', 'a'], ['-Ix', 'a'], ['a'], [['I', 'x']]],
    [['a', '--', '-z'], ['a', '--', '-z'], ['a', '-z'], []],
    [['-', 'a'], ['-', 'a'], ['-', 'a'], []],
  ])('reads %j', (words, args, operands, options) => {
    expect(readGetopt('x', table, words)).toEqual({
      kind: 'read',
      args,
      operands,
      options: options.map(([name, value]) => ({ name, value })),
    });
  });

  test('the first operand ends the options of a program that starts another one', () => {
    expect(readGetopt('x', getoptTable('+n: |'), ['-n', '5', 'ls', '-l'])).toEqual({
      kind: 'read',
      args: ['-n', '5', 'ls', '-l'],
      operands: ['ls', '-l'],
      options: [{ name: 'n', value: '5' }],
    });
  });

  test.each([
    [['-z'], "invalid option -- 'z'"],
    [['-pz'], "invalid option -- 'z'"],
    [['--nope'], "unrecognized option '--nope'"],
    [['--parents=1'], "option '--parents' doesn't allow an argument"],
    [['-m'], 'option requires an argument: -m'],
    [['--mode'], 'option requires an argument: --mode'],
  ])('refuses %j', (words, said) => {
    expect(readGetopt('x', table, words)).toEqual({ kind: 'refused', phrase: `x: ${said}` });
  });
});
