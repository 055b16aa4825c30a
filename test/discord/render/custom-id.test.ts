import { expect, test } from '@jest/globals';
import { type CustomId, customId, parseCustomId } from '../../../src/discord/render/custom-id.ts';

const presses: readonly CustomId[] = [
  { kind: 'hint', todo: 3, guild: '100000000000000001' },
  { kind: 'verify', guild: '100000000000000001' },
  { kind: 'cancel', submission: 'sabc123def456' },
  { kind: 'result', submission: 'sabc123def456' },
  { kind: 'status', guild: '100000000000000001', how: 'again' },
  { kind: 'queue' },
  { kind: 'check-form' },
  { kind: 'check-files' },
  { kind: 'class', message: '0' },
];

test.each(presses)('parses a custom id of kind $kind into what it was made from', (press) => {
  expect(parseCustomId(customId(press))).toEqual(press);
  expect(customId(press).length).toBeLessThanOrEqual(100);
});

test.each([
  '',
  'v0:hint:3',
  'v2:hint:3:1',
  'v1',
  'v1:hint',
  'v1:hint:3',
  'v1:hint:x:1',
  'v1:hint:-1:1',
  'v1:hint:3:1:more',
  'v1:toString',
  'v1:constructor:1',
  'v1:status:1:sideways',
  'something else',
])('refuses %j as a custom id', (id) => {
  expect(parseCustomId(id)).toBeNull();
});
