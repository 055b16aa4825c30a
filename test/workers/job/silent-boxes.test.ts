import { expect, jest, test } from '@jest/globals';
import { SilentBoxes } from '../../../workers/job/silent-boxes.ts';
import type { BoxReport } from '../../../workers/sandbox/box/boxes.ts';

const answers = {} as NonNullable<BoxReport['status']>;

test('a box between two lives is not wedged; one that stays silent is, until it answers again', () => {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
  try {
    const silent = new SilentBoxes(20_000);
    const see = (one: boolean, two: boolean): number =>
      silent.count([
        { name: 'one', status: one ? answers : null },
        { name: 'two', status: two ? answers : null },
      ]);
    expect(see(true, true)).toBe(0);
    expect(see(false, true)).toBe(0);
    now += 19_000;
    // The second falls silent when the first is back: two short silences do not add up to a long one.
    expect(see(true, false)).toBe(0);
    now += 19_000;
    expect(see(false, false)).toBe(0);
    now += 1_000;
    expect(see(false, false)).toBe(1);
    now += 19_000;
    expect(see(false, false)).toBe(2);
    expect(see(true, false)).toBe(1);
    // Gone from the folder, so it no longer counts.
    expect(silent.count([{ name: 'one', status: answers }])).toBe(0);
  } finally {
    clock.mockRestore();
  }
});
