import { describe, expect, test } from '@jest/globals';
import { moved } from '../../deploy/box/copy-disk.ts';
import {
  type BoxUsers,
  firstUid,
  mostBoxes,
  podBox,
  readSettings,
  usersOf,
} from '../../deploy/box/settings.ts';
import { takenBy } from '../../setup/boxes/uids.js';

const all = Array.from({ length: mostBoxes }, (_, n) => usersOf(n + 1));
const idsOf = ({ supervisor, engine, inContainers: { first, count } }: BoxUsers) => [
  [supervisor, supervisor + 1],
  [engine, engine + 1],
  [first, first + count],
];

describe('the users of boxes', () => {
  test('no two boxes share a user, nor do two users of one box', () => {
    const ranges = all.flatMap(idsOf).sort(([a = 0], [b = 0]) => a - b);
    for (const [n, [first = 0]] of ranges.entries())
      expect(first).toBeGreaterThanOrEqual(ranges[n - 1]?.[1] ?? 0);
  });

  test('the ids are high: no login’s, none of those that useradd and systemd hand out, and they fit a signed number', () => {
    for (const [first = 0, end = 0] of all.flatMap(idsOf)) {
      expect(first).toBeGreaterThan(1_879_048_191);
      expect(end).toBeLessThan(2 ** 31);
    }
  });

  test('begin where the operator says', () => {
    expect(usersOf(2, 3_000_000).engine - usersOf(2).engine).toBe(3_000_000 - firstUid);
    expect(readSettings({ BOX_NUMBER: '2', BOX_FIRST_UID: '3000000' }).users).toEqual(usersOf(2, 3_000_000));
    expect(() => readSettings({ BOX_FIRST_UID: 'x' })).toThrow(/BOX_FIRST_UID/);
  });
});

describe('a warmed disk for another box', () => {
  const [one, two] = [usersOf(1), usersOf(2)];
  test('the box of a pod has users of its own, which its disk can be laid for', () => {
    const pod = usersOf(podBox.number, podBox.firstUid);
    expect(moved(one.engine, one, pod)).toBe(100_002);
    expect(moved(one.inContainers.first + 65_535, one, pod)).toBeLessThan(podBox.idsPerPod);
  });

  test.each([
    ['root of a container', one.engine, two.engine],
    ['its first other user', one.inContainers.first, two.inContainers.first],
    ['its last', one.inContainers.first + 65_535, two.inContainers.first + 65_535],
    ['the supervisor', one.supervisor, two.supervisor],
    ['root of the host', 0, 0],
    ['whoever comes after the last', one.inContainers.first + 65_536, one.inContainers.first + 65_536],
  ])('belongs to the same user there: %s', (_, from, to) => {
    expect(moved(from, one, two)).toBe(to);
  });
});

describe('ids that somebody has already', () => {
  test.each([
    ['begin in the range', [['x', 150, 10]], 'x'],
    ['end in it', [['x', 90, 11]], 'x'],
    ['hold all of it', [['x', 0, 1000]], 'x'],
    [
      'are in the middle',
      [
        ['y', 5, 1],
        ['x', 199, 1],
      ],
      'x',
    ],
    ['end before it', [['x', 90, 10]], null],
    ['begin after it', [['x', 200, 10]], null],
    ['are nobody’s', [], null],
  ] as const)('ids in use are found when they %s', (_, ranges, who) => {
    expect(takenBy(ranges, 100, 200)).toBe(who);
  });
});
