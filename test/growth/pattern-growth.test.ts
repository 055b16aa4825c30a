import { describe, expect, test } from '@jest/globals';
import { sampleOf, seed } from '../support/sample.ts';
import { isSteep } from './growth.ts';
import { attacksOn, type Pattern, patternsIn } from './patterns.ts';

const { patterns } = patternsIn(['src/**/*.ts', 'commands/**/*.ts', 'workers/**/*.ts']);

/** Applies a pattern to a whole text, as `replace` and `matchAll` do. */
function read(pattern: RegExp): (text: string) => void {
  return (text) => {
    pattern.lastIndex = 0;
    if (pattern.global) text.replace(pattern, '');
    else pattern.exec(text);
  };
}

/**
 * Whether one of four runs is quick, because other programs take caches and time away. Uses the wall clock: the kernel counts processor
 * time in ticks of some milliseconds, so a slow run may seem to take none.
 */
function isQuick(run: () => void): boolean {
  for (let turn = 0; turn < 4; turn += 1) {
    const began = performance.now();
    run();
    const ms = performance.now() - began;
    if (ms < 1) return true;
    if (ms > 200) return false;
  }
  return false;
}

/** How a pattern is slow, or null. Only patterns that are not quick at once are measured carefully. */
function slowness({ pattern, flags }: Pick<Pattern, 'pattern' | 'flags'>): string | null {
  const run = read(new RegExp(pattern, flags));
  for (const { before, repeated, after } of attacksOn({ pattern })) {
    const input = (times: number): string => before + repeated.repeat(times) + after;
    // Sizes grow in small steps, because an exponential or cubic pattern takes minutes from one to the next.
    const sizes = [120, 600, 2_000, 8_000].map((size) => Math.ceil(size / repeated.length));
    const quick = [...[9, 13, 17, 20, 23], ...sizes].map(input).every((text) => isQuick(() => run(text)));
    const found = quick ? null : isSteep(input, run);
    if (found !== null) return `${JSON.stringify({ before, repeated, after })} ${JSON.stringify(found)}`;
  }
  return null;
}

describe('measuring growth', () => {
  test.each([
    ['exponential, by two ways to part digits', /^(?:\d+\.?\d*s)+$/],
    ['exponential, by an option of one dash or two', /\buv\s+(?:--?\S+\s+)*sync\b/],
    ['exponential, by an optional line end', /^(?:#.*\n?)+$/],
    ['quadratic, by a tail without a beginning', /\s*$/],
    ['quadratic, by lines of nothing', /^\s*FROM\s/m],
    ['quadratic, by a bracket that opens again', /\[([^\]\n]+)\]: not found/],
    ['quadratic, by words in any order', /\binstall\b.*\buv\b/],
    ['quadratic, by dots among dots', /^[a-z][\w.]*\.[\w.]+$/],
    ['cubic, by blanks around blanks', /^\s*=?\s*(.+?)\s*x$/],
  ])('recognises a pattern that is %s', (_, { source, flags }) => {
    expect(slowness({ pattern: source, flags })).not.toBeNull();
  });

  test('accepts a linear pattern', () => {
    expect(slowness({ pattern: '(?<!\\s)\\s+$', flags: '' })).toBeNull();
    expect(slowness({ pattern: '^[ \\t]*FROM[ \\t]', flags: 'm' })).toBeNull();
  });
});

const different = [...new Map(patterns.map((each) => [`${each.pattern}/${each.flags}`, each])).values()];

test('knows the patterns of the product', () => {
  expect(different.length).toBeGreaterThan(500);
});

// Their shapes are all looked at each time, in super-linear-patterns.test.ts.
test(`finds no pattern of the product that is slower than linear (seed ${seed})`, () => {
  const slow = sampleOf(different, Math.ceil(different.length / 3)).flatMap(({ file, pattern, flags }) => {
    const found = slowness({ pattern, flags });
    return found === null ? [] : [`${file}: /${pattern}/${flags}: ${found}`];
  });
  expect(slow).toEqual([]);
}, 600_000);
