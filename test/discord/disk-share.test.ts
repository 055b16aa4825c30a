import { expect, test } from '@jest/globals';
import { usedShare } from '../../src/discord/staff/alert-signals.ts';

test.each([
  ['a plain disk, half of it used', { blocks: 100, bfree: 50, bavail: 50 }, 0.5],
  ['a disk with a share kept back for root', { blocks: 100, bfree: 55, bavail: 45 }, 0.5],
  ['a large disk of which a quota gives little', { blocks: 252, bfree: 213, bavail: 53 }, 39 / 92],
  ['a disk whose users have filled all that they may', { blocks: 100, bfree: 5, bavail: 0 }, 1],
  ['an empty disk', { blocks: 100, bfree: 100, bavail: 95 }, 0],
  ['a file system that counts no blocks', { blocks: 0, bfree: 0, bavail: 0 }, null],
])('counts as used what df counts: %s', (_what, blocks, share) => {
  expect(usedShare(blocks)).toBe(share);
});
