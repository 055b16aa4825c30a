import { describe, expect, test } from '@jest/globals';
import { explainOutput } from '../../src/explain/explain.ts';
import { failures } from '../../src/explain/failures/index.ts';
import { termById } from '../../src/explain/terms/index.ts';
import { catalogued } from '../../src/wording/wording.ts';
import { variations } from './variations.ts';

const idOf = (output: string): string => {
  const found = explainOutput(output);
  return found.kind === 'error' ? found.id : found.kind;
};

test('knows at least 120 failures, each with a unique id', () => {
  expect(new Set(failures.map(({ id }) => id)).size).toBe(failures.length);
  expect(failures.length).toBeGreaterThanOrEqual(120);
});

test.each(failures)('$id is recognised in each of its examples', ({ id, examples }) => {
  expect(examples.map((output) => [idOf(output), output])).toEqual(examples.map((output) => [id, output]));
});

describe.each(variations)('output that comes $name', ({ apply }) => {
  test('reads as the same failure', () => {
    const others = failures.flatMap(({ id, examples }) =>
      examples.flatMap((output) => {
        const found = idOf(apply(output));
        return found === id ? [] : [`${id} became ${found}: ${output}`];
      }),
    );
    expect(others).toEqual([]);
  });
});

describe.each(failures)('$id', ({ id, about, when }) => {
  const texts = catalogued('en').get(`failure-${id}`) ?? {};

  test('names a term that is explained', () => {
    expect(termById(about)).not.toBeNull();
  });

  test('uses only values that every one of its phrases captures', () => {
    const lesson = ['image', 'port', 'page'];
    const wanted = [
      ...Object.values(texts)
        .join(' ')
        .matchAll(/\{\{(\w+)\}\}/g),
    ]
      .map(([, name = '']) => name)
      .filter((name) => !lesson.includes(name));
    const without = when.filter(({ source }) =>
      wanted.some((name) => !source.includes(`<${name}>`) && !source.includes(`<${name}…>`)),
    );
    expect(without.map(({ source }) => source)).toEqual([]);
  });

  test('fits the screen of a phone', () => {
    expect(`${texts.cause}${texts.cure}`.length).toBeLessThanOrEqual(420);
    expect(texts.next?.length).toBeLessThanOrEqual(110);
  });
});
