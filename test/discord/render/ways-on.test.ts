import { beforeAll, describe, expect, test } from '@jest/globals';
import { ComponentType } from 'discord-api-types/v10';
import { locales } from '../../../src/wording/wording.ts';
import type { Screen } from './screen.ts';
import { allScreens } from './screens.ts';

/** Answers that show all of something that she asked for, under a message that has the ways on. */
const shownUnderOthers = /^verify details: /;

/** Everything in a component that can be pressed or chosen from. */
function pressable(component: unknown): number {
  if (Array.isArray(component)) return component.reduce<number>((sum, each) => sum + pressable(each), 0);
  if (typeof component !== 'object' || component === null) return 0;
  const { type } = component as { readonly type?: ComponentType };
  const own = type === ComponentType.Button || type === ComponentType.StringSelect ? 1 : 0;
  return own + pressable(Object.values(component));
}

describe.each(locales)('the screens in %s', (locale) => {
  let screens: readonly Screen[];
  beforeAll(async () => {
    screens = await allScreens(locale);
  }, 120_000);

  test('every screen has a way on to press', () => {
    const dead = screens.filter(
      ({ name, message }) => !shownUnderOthers.test(name) && pressable(message.components) === 0,
    );
    expect(dead.map(({ name }) => name)).toEqual([]);
    expect(screens.length).toBeGreaterThan(120);
  });
});
