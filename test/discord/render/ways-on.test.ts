import { beforeAll, describe, expect, test } from '@jest/globals';
import { type APIButtonComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import { lessonIn } from '../../../src/lesson/lesson-in.ts';
import { locales } from '../../../src/wording/wording.ts';
import { openLessonFixture } from '../../check/lesson-fixture.ts';
import type { Screen } from './screen.ts';
import { allScreens } from './screens.ts';

/** Replies that show everything about something that the student asked for, below a message that has the ways on. */
const shownUnderOthers = /^verify details: /;

/** Everything in a component that can be pressed or chosen from. */
function pressable(component: unknown): number {
  if (Array.isArray(component)) return component.reduce<number>((sum, each) => sum + pressable(each), 0);
  if (typeof component !== 'object' || component === null) return 0;
  const { type } = component as { readonly type?: ComponentType };
  const own = type === ComponentType.Button || type === ComponentType.StringSelect ? 1 : 0;
  return own + pressable(Object.values(component));
}

/** The buttons of a screen, row by row. */
const rowsOf = ({ message }: Screen): readonly (readonly APIButtonComponent[])[] =>
  message.components.flatMap((component) =>
    component.type === ComponentType.ActionRow
      ? [component.components.filter((each) => each.type === ComponentType.Button)]
      : [],
  );

const pressOf = (button: APIButtonComponent): string => ('custom_id' in button ? button.custom_id : '');
const labelOf = (button: APIButtonComponent): string => ('label' in button ? (button.label ?? '') : '');
const standsOut = ({ style }: APIButtonComponent): boolean => style === ButtonStyle.Primary;

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

  test('the primary button comes first, except on pages that are leafed through', () => {
    const leafs = /^[←◀]|[→▶]$/u;
    const late = screens.filter((screen) =>
      rowsOf(screen).some(
        (buttons) =>
          buttons.findIndex(standsOut) > 0 &&
          !buttons.some((each) => standsOut(each) && leafs.test(labelOf(each))),
      ),
    );
    expect(late.map(({ name }) => name)).toEqual([]);
  });

  test('a human is called by one name everywhere', () => {
    const names = screens.flatMap((screen) =>
      rowsOf(screen)
        .flat()
        .filter((button) => pressOf(button).startsWith('v1:ask:'))
        .map(labelOf),
    );
    expect(names.length).toBeGreaterThan(20);
    expect([...new Set(names)]).toHaveLength(1);
  });

  test('every TODO that is named as open, or on a page of the lesson, has its hint beside it', () => {
    const hinted = (screen: Screen): readonly number[] =>
      rowsOf(screen)
        .flat()
        .flatMap((button) => /^v1:hint:(\d+):/.exec(pressOf(button))?.[1] ?? [])
        .map(Number);
    const of = (name: string): readonly number[] =>
      hinted(screens.find((one) => one.name === name) as Screen);
    expect(of('details: untouched starter')).toEqual([1, 2, 3, 4, 5, 6]);
    const pages = screens.filter(({ name }) => name.startsWith('lesson: page')).map(hinted);
    expect(pages.filter((page) => page.length === 6).length).toBeGreaterThanOrEqual(2);
    expect(pages.filter((page) => page.length === 5)).toEqual([]);
  });

  test('no screen has the title of a TODO or of a part in another language', async () => {
    const { lesson } = await openLessonFixture();
    const titles = ({ todos, parts }: Lesson): readonly string[] =>
      [...todos, ...parts].map(({ title }) => title).filter((title) => title.includes(' '));
    const own = titles(lessonIn(lesson, locale));
    const others = locales
      .flatMap((other) => titles(lessonIn(lesson, other)))
      .filter((title) => !own.includes(title));
    const mixed = screens.filter(({ message }) =>
      others.some((title) => JSON.stringify(message).includes(title)),
    );
    expect(mixed.map(({ name }) => name)).toEqual([]);
  });
});
