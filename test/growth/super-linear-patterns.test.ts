import { describe, expect, test } from '@jest/globals';
import { analyse } from 'scslre';
import { type Pattern, patternsIn } from './patterns.ts';

const { patterns, constructed } = patternsIn([
  'src/**/*.ts',
  'commands/**/*.ts',
  'workers/**/*.ts',
  'deploy/**/*.ts',
]);

/** A pattern that begins with this lookahead never reads more than that many characters. */
const bounded = /^\^\(\?=\.\{0,(\d+)\}\$\)/;
const maxBounded = 300;

/** Why a pattern's automaton is slower than linear, or null. */
function superLinear({ pattern, flags }: Pick<Pattern, 'pattern' | 'flags'>): string | null {
  const { reports } = analyse({ source: pattern, flags });
  const exponential = reports.some((report) => report.exponential);
  const most = Number(bounded.exec(pattern)?.[1] ?? Number.POSITIVE_INFINITY);
  if (reports.length === 0 || (most <= maxBounded && !exponential)) return null;
  const repeated = reports.map(({ character }) => JSON.stringify(character.pick));
  return `${exponential ? 'exponential' : 'polynomial'} in ${[...new Set(repeated)].join(' and ')}`;
}

describe('finding super-linear patterns', () => {
  test.each([
    ['two ways to part digits', /^(?:\d+\.?\d*s)+$/, 'exponential'],
    ['an optional line end', /^(?:#.*\n?)+$/, 'exponential'],
    ['repeated words of one letter', /^(?:\w+\s?)*$/, 'exponential'],
    ['an exponential part of a bounded line', /^(?=.{0,300}$)(?:a+)+b$/, 'exponential'],
    ['a tail without a beginning', /\s*$/, 'polynomial'],
    ['lines of nothing', /^\s*FROM\s/m, 'polynomial'],
    ['a bracket that opens again', /\[([^\]\n]+)\]: not found/, 'polynomial'],
    ['dots among dots', /^[a-z][\w.]*\.[\w.]+$/, 'polynomial'],
    ['a line that is bounded too late', /^(?=.{0,4000}$)\s*(.+?)\s*x$/, 'polynomial'],
  ])('reports %s', (_, { source, flags }, kind) => {
    expect(superLinear({ pattern: source, flags })).toMatch(kind);
  });

  test.each([
    ['a tail with a beginning', /(?<!\s)\s+$/],
    ['a line that is bounded', /^(?=.{0,300}$)\s*(.+?)\s*x$/],
  ])('accepts %s', (_, { source, flags }) => {
    expect(superLinear({ pattern: source, flags })).toBeNull();
  });
});

test('finds no super-linear pattern in the product', () => {
  const standing = constructed.flatMap(({ file, pattern }) =>
    pattern === null ? [] : [{ file, pattern, flags: '' }],
  );
  const found = [...patterns, ...standing].flatMap(({ file, pattern, flags }) => {
    const why = superLinear({ pattern, flags });
    return why === null ? [] : [`${file}: /${pattern}/${flags} is ${why}`];
  });
  expect(found).toEqual([]);
  expect(patterns.length).toBeGreaterThan(500);
});

test('keeps dynamically built patterns readable in the source', () => {
  expect(constructed.filter(({ pattern }) => pattern === null)).toEqual([]);
  expect(constructed.map(({ pattern }) => pattern)).toContain('(?<=.)a$');
});
