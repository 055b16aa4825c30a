import { expect, test } from '@jest/globals';
import { inLanes } from '../lanes.js';

const file = (name: string, seconds: number, box = false) => ({ name, seconds, box });

test('Files that need a box never occupy every worker while others wait to be run', () => {
  const files = [
    ...Array.from({ length: 6 }, (_, at) => file(`box-${at}`, 50, true)),
    ...Array.from({ length: 20 }, (_, at) => file(`other-${at}`, 10)),
  ];
  const order = inLanes(files).map(({ name }) => name);
  expect(order.slice(0, 5)).toEqual(['box-0', 'box-1', 'other-0', 'other-1', 'other-2']);
  expect([...order].sort()).toEqual(files.map(({ name }) => name).sort());
});

test('The longest file starts first', () => {
  expect(inLanes([file('short', 1), file('long', 90), file('middle', 20)]).map(({ name }) => name)).toEqual([
    'long',
    'middle',
    'short',
  ]);
});

test('Files that need a box are run one after the other where nothing else is left', () => {
  expect(inLanes([1, 2, 3, 4, 5].map((at) => file(`box-${at}`, 10, true)))).toHaveLength(5);
});
