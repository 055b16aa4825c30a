// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { longestScript, openShellParser } from '../../../src/check/shell/parse.ts';
import type { Node, Script, ShellParser, Word } from '../../../src/check/shell/syntax.ts';

let parse: ShellParser;
beforeAll(async () => {
  parse = await openShellParser();
});

test('opens once for all who open it at the same time', async () => {
  const opened = await Promise.all([openShellParser(), openShellParser(), openShellParser()]);
  expect(new Set(opened).size).toBe(1);
});

const word = (each: Word): string =>
  each
    .map((part) =>
      part.kind === 'text'
        ? part.text
        : part.kind === 'variable'
          ? `$${part.name}`
          : part.kind === 'commands'
            ? '$()'
            : '?',
    )
    .join('');

/** A script in one line: the commands that run, and how they are connected. */
const shape = (script: Script): string => script.map(shapeOf).join('; ');
function shapeOf(node: Node): string {
  switch (node.kind) {
    case 'command': {
      const set = node.assignments.map(({ name, value }) => `${name}=${word(value)}`);
      const to = node.redirects.map(({ operator, target }) => `${operator}${word(target)}`);
      return [...set, ...node.words.map(word), ...to].join(' ');
    }
    case 'and':
      return `(${shapeOf(node.left)} && ${shapeOf(node.right)})`;
    case 'or':
      return `(${shapeOf(node.left)} || ${shapeOf(node.right)})`;
    case 'pipeline':
      return `(${node.commands.map(shapeOf).join(' | ')})`;
    case 'not':
      return `!${shapeOf(node.body)}`;
    case 'background':
      return `${shapeOf(node.body)} &`;
    case 'group':
      return `{${shape(node.body)}}`;
    case 'subshell':
      return `(${shape(node.body)})`;
    case 'if':
      return `if${node.branches.map(({ test: condition, body }) => `[${shape(condition)}: ${shape(body)}]`).join('')}[${shape(node.otherwise)}]`;
    case 'loop':
      return `${node.keyword}[${shape(node.test)}${node.items.map(word).join(' ')}: ${shape(node.body)}]`;
    case 'case':
      return `case[${node.branches.map(({ body }) => shape(body)).join('|')}]`;
    case 'function':
      return `${node.name}()${shapeOf(node.body)}`;
    case 'unknown':
      return '?';
  }
}

test.each([
  ['a && b || c', '((a && b) || c)'],
  ['a; b', 'a; b'],
  ['a &', 'a &'],
  ['a & b', 'a &; b'],
  ['! a | b', '!(a | b)'],
  ['(cd x; a) && b', '((cd x; a) && b)'],
  ['{ a; b; } > f', '{a; b}'],
  ['A=1 B="x $C" a', 'A=1 B=x $C a'],
  ['A=1', 'A=1'],
  ['export PATH="/x:$PATH"', 'export PATH=/x:$PATH'],
  ['a \'b $c\' "d\\"e"', 'a b $c d"e'],
  ['a b\\ c', 'a b c'],
  ['echo x > f', 'echo x >f'],
  ['echo x > f && echo y >> f', '(echo x >f && echo y >>f)'],
  ['a 2>&1', 'a 2>&1'],
  ['[ -f x ] && a', '([ -f x ] && a)'],
  ['if [ "$A" = 1 ]; then b; elif c; then d; else e; fi', 'if[[ $A = 1 ]: b][c: d][e]'],
  ['while ! nc -z db 1; do sleep 1; done', 'while[!nc -z db 1: sleep 1]'],
  ['for i in 1 $x; do a $i; done', 'for[1 $x: a $i]'],
  ['case $x in a) b;; *) c;; esac', 'case[b|c]'],
  ['f() { a; }; f', 'f(){a}; f'],
  ['a $(b) `c`', 'a $() $()'],
  ['a # comment', 'a'],
  ['cat <<E > f && b\nhello\nE\n', '(cat <<hello\n >f && b)'],
])('parses %s', (source, expected) => {
  const parsed = parse(source);
  expect(parsed?.broken).toBe(false);
  expect(shape(parsed?.script ?? [])).toBe(expected);
});

describe('unreadable scripts', () => {
  test('reports a broken script', () => {
    expect(parse('if true; then')?.broken).toBe(true);
  });

  test('refuses a script that is too long', () => {
    expect(parse('a '.repeat(longestScript))).toBeNull();
    expect(parse('${'.repeat(500))).toBeNull();
  });
});

test('keeps the line of each command', () => {
  const script = parse('a\n\n  b\n')?.script ?? [];
  expect(script.map((node) => (node.kind === 'command' ? node.line : -1))).toEqual([0, 2]);
});
