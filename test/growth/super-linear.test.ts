import { describe, expect, test } from '@jest/globals';
import { analyse } from 'scslre';
import { type Pattern, patternsIn } from './patterns.ts';

const { patterns, constructed } = patternsIn([
  'src/**/*.ts',
  'commands/**/*.ts',
  'workers/**/*.ts',
  'deploy/**/*.ts',
]);

/** A pattern that looks ahead for the end of at most so many characters reads no more than these. */
const bounded = /^\^\(\?=\.\{0,(\d+)\}\$\)/;
const mostBounded = 300;

/** Patterns, by how they begin, that may take longer than their text grows, and why that harms nobody. */
const allowed: ReadonlyMap<string, string> = new Map([
  [String.raw`^\s*#+\s*\**TODO[-_]?\s*`, 'a line of the lesson, which its instructor wrote'],
]);
const allowance = (pattern: string): string | undefined =>
  [...allowed.keys()].find((beginning) => pattern.startsWith(beginning));

/** Why a pattern takes longer than its text grows, as its automaton tells; null where it does not. */
function superLinear({ pattern, flags }: Pick<Pattern, 'pattern' | 'flags'>): string | null {
  const { reports } = analyse({ source: pattern, flags });
  const exponential = reports.some((report) => report.exponential);
  const most = Number(bounded.exec(pattern)?.[1] ?? Number.POSITIVE_INFINITY);
  if (reports.length === 0 || (most <= mostBounded && !exponential)) return null;
  const repeated = reports.map(({ character }) => JSON.stringify(character.pick));
  return `${exponential ? 'exponential' : 'polynomial'} in ${[...new Set(repeated)].join(' and ')}`;
}

describe('the finder of patterns that take longer than their text grows', () => {
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
  ])('lets %s pass', (_, { source, flags }) => {
    expect(superLinear({ pattern: source, flags })).toBeNull();
  });
});

test('no pattern of the product takes longer than its text grows, but for those whose text is our own', () => {
  const standing = constructed.flatMap(({ file, pattern }) =>
    pattern === null ? [] : [{ file, pattern, flags: '' }],
  );
  const found = [...patterns, ...standing].flatMap(({ file, pattern, flags }) => {
    const why = superLinear({ pattern, flags });
    return why === null ? [] : [{ pattern, text: `${file}: /${pattern}/${flags} is ${why}` }];
  });
  const unexcused = found.filter(({ pattern }) => allowance(pattern) === undefined);
  expect(unexcused.map(({ text }) => text)).toEqual([]);
  // An allowance that nothing needs any more would hide the next one.
  expect(new Set(found.map(({ pattern }) => allowance(pattern)))).toEqual(new Set(allowed.keys()));
  expect(patterns.length).toBeGreaterThan(500);
});

test('every pattern that is put together while the program runs stands in the source as far as it can', () => {
  expect(constructed.filter(({ pattern }) => pattern === null)).toEqual([]);
  expect(constructed.map(({ pattern }) => pattern)).toContain('(?<=.)a$');
});
