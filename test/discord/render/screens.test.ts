import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { locales } from '../../../src/wording/wording.ts';
import { inBrowser, openBrowser } from '../../support/browser.ts';
import type { Screen } from './screen.ts';
import { allScreens } from './screens.ts';
import { lookAtScreens, type ShownScreens, showScreens } from './show-screens.ts';

/** A small phone of today. CSS pixels. */
const phone = { width: 390, height: 844 };

inBrowser.each(locales)('on a phone in %s', (locale) => {
  jest.setTimeout(240_000);
  let screens: readonly Screen[];
  let shown: ShownScreens;
  let browser: Browser;
  beforeAll(async () => {
    screens = await allScreens(locale);
    [shown, browser] = await Promise.all([showScreens(screens), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await shown.classroom.close();
  });

  test('every screen fits the phone, and is taller only where one asked to read it all', async () => {
    const page = await browser.newPage({ viewport: phone });
    page.setDefaultTimeout(60_000);
    const unfit: string[] = [];
    const seen = new Set<Screen>();
    await lookAtScreens(page, shown, async (screen, message) => {
      const box = await message.boundingBox();
      if (box === null) throw new Error(`${screen.name} is not on the page`);
      seen.add(screen);
      if (box.height > phone.height && screen.isAsked !== true)
        unfit.push(`${screen.name}: ${Math.round(box.height)} px tall`);
      const width = await message.evaluate((node) => node.scrollWidth);
      if (Math.max(box.width, width) > phone.width)
        unfit.push(`${screen.name}: ${Math.round(Math.max(box.width, width))} px wide`);
    });
    expect(unfit).toEqual([]);
    expect(seen.size).toBe(screens.length);
    expect(seen.size).toBeGreaterThan(40);
  });

  test('never puts a button beside text', () => {
    const beside = screens.filter(({ message }) => JSON.stringify(message).includes('"accessory"'));
    expect(beside.map(({ name }) => name)).toEqual([]);
  });
});
