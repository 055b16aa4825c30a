import { expect, test } from '@jest/globals';
import { isRoot, ownerOf, userName } from '../../../src/check/dockerfile/user.ts';

test.each([
  ['app', 'app'],
  ['app:staff', 'app'],
  ['1000:1000', '1000'],
  ['', 'root'],
  [':staff', 'root'],
])('what USER %j makes belongs to %j', (written, owner) => {
  expect(ownerOf(written)).toBe(owner);
});

test('root is known by name, by number, and by default, whatever the group', () => {
  expect(['', 'root', '0', 'root:app', '0:1000', ':app'].every(isRoot)).toBe(true);
  expect(['app', 'app:root', '1000:0', 'rooter'].some(isRoot)).toBe(false);
});

test('the name of a user has no group', () => {
  expect(['app:staff', 'app', ':staff'].map(userName)).toEqual(['app', 'app', '']);
});
