import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Checker } from '../../src/check/check.ts';
import { type AsideChecker, openAsideChecker } from '../../src/cli/check-aside.ts';
import { openSetting, type Setting } from '../check/setting.ts';

let setting: Setting;
let aside: AsideChecker;
let here = 0;
beforeAll(async () => {
  setting = await openSetting();
  const counted: Checker = (input) => {
    here += 1;
    return setting.checker(input);
  };
  aside = openAsideChecker(counted);
});
afterAll(() => aside.close());

const asked = (files: Readonly<Record<string, string>>) => ({
  student: { files, complete: true },
  lesson: setting.lesson,
  tree: setting.tree,
});
const large = (): Readonly<Record<string, string>> => ({
  ...setting.answer,
  Dockerfile: `${setting.answer.Dockerfile}${'# a long comment\n'.repeat(3_000)}`,
});

test('small files are checked at once, in this thread', () => {
  const before = here;
  expect(aside.check(asked(setting.answer))).toEqual(setting.check(setting.answer));
  expect(here).toBe(before + 1);
});

test('large files are checked elsewhere, with the same answer, and this thread goes on meanwhile', async () => {
  const before = here;
  let turns = 0;
  const clock = setInterval(() => {
    turns += 1;
  }, 1);
  const answers = await Promise.all([aside.check(asked(large())), aside.check(asked(large()))]);
  clearInterval(clock);
  expect(answers).toEqual([setting.check(large()), setting.check(large())]);
  expect(here).toBe(before);
  expect(turns).toBeGreaterThan(0);
}, 60_000);

test('a thread that has ended is no end of checking', async () => {
  await aside.close();
  expect(await aside.check(asked(large()))).toEqual(setting.check(large()));
}, 60_000);
