import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Classroom } from '../../classroom/server.ts';
import { listen, openBrowser } from '../support/browser.ts';

export { inBrowser, serious } from '../support/browser.ts';

export interface Windows {
  /** What the pages reported: errors, refused resources, dialogs. */
  readonly problems: string[];
  /** The page as a person sees it, in a window of its own. */
  readonly look: (room: { readonly classroom: Classroom }, as: string, place?: string) => Promise<Page>;
}

/** A browser for the tests of a `describe`, with new windows for each of them. */
export function useBrowser(viewport = { width: 1000, height: 800 }): Windows {
  // A browser may be slow on a busy machine. Milliseconds.
  jest.setTimeout(120_000);
  let browser: Browser;
  let context: BrowserContext;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems.length = 0;
    // One browser with one window for each person: they share its limit on connections.
    context = await browser.newContext({ viewport });
  });
  afterEach(() => context.close());
  return {
    problems,
    look: async ({ classroom }, as, place = '') => {
      const page = await context.newPage();
      listen(page, problems);
      await page.goto(`${classroom.url}/?as=${encodeURIComponent(as)}${place ? `&in=${place}` : ''}`);
      await page.getByRole('log').waitFor({ state: 'attached' });
      return page;
    },
  };
}

/** Where one writes. */
export const boxOf = (page: Page) => page.getByRole('combobox', { name: /^Message/ });
