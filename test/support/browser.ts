import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe } from '@jest/globals';
import type { Page } from 'playwright-core';
import { hasBrowser } from './chromium.ts';

export { openBrowser } from './chromium.ts';

/** Tests that need a browser are skipped where there is none. */
export const inBrowser = hasBrowser ? describe : describe.skip;

/** Collects what a page reports: errors, refused resources, dialogs. */
export function listen(page: Page, problems: string[]): void {
  // A browser may be slow on a busy machine. Milliseconds.
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('dialog', (dialog) => {
    problems.push(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

const axe = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The problems on a page, as it is, that axe calls serious or critical. */
export async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe());
  const { violations } = await page.evaluate<{
    violations: { impact: string; id: string; nodes: { html: string }[] }[];
  }>('axe.run()');
  return violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
