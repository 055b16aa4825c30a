import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, jest } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Classroom } from '../../classroom/server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Tests that need a browser are left out where there is none. */
export const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;

export interface Windows {
  /** What the pages complained of: errors, refused resources, dialogs. */
  readonly problems: string[];
  /** The page as somebody sees it, in a window of its own. */
  readonly look: (room: { readonly classroom: Classroom }, as: string, place?: string) => Promise<Page>;
}

/** A browser for the tests of a `describe`, with fresh windows for each of them. */
export function useBrowser(viewport = { width: 1000, height: 800 }): Windows {
  // A browser on a busy machine takes its time.
  jest.setTimeout(120_000);
  let browser: Browser;
  let context: BrowserContext;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS.split(' ') });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    problems.length = 0;
    // One browser with one window for each person: they share its limits on connections.
    context = await browser.newContext({ viewport });
  });
  afterEach(() => context.close());
  return {
    problems,
    look: async ({ classroom }, as, place = '') => {
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      page.on('dialog', (dialog) => {
        problems.push(`a dialog opened: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(`${classroom.url}/?as=${encodeURIComponent(as)}${place ? `&in=${place}` : ''}`);
      await page.getByRole('log').waitFor({ state: 'attached' });
      return page;
    },
  };
}

const axe = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical on a page as it is. */
export async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe());
  const { violations } = await page.evaluate<{
    violations: { impact: string; id: string; nodes: { html: string }[] }[];
  }>('axe.run()');
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

/** Where one writes. */
export const boxOf = (page: Page) => page.getByRole('combobox', { name: /^Message/ });
