import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Locale, locales } from '../../../src/wording/wording.ts';
import { openBrowser } from '../../support/chromium.ts';
import { allScreens } from './screens.ts';
import { lookAtScreens, showScreens } from './show-screens.ts';

/**
 * `npm run screens [-- FOLDER [PATTERN]]`: pictures of every screen, on a phone and on a desktop, light and dark, in every language, and
 * contact sheets of them: a page for the browser, and pictures of a few screens each. They are for people to look at; the folder stays
 * out of the repository.
 */
const [folder = resolve('.state/screens'), pattern = ''] = process.argv.slice(2);
/** As tall as the longest message: anything that does not fit the window would be cut off in its picture. */
const height = 2_600;
const views = [
  { name: 'phone-light', viewport: { width: 390, height }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height }, colorScheme: 'dark' },
  { name: 'desktop-light', viewport: { width: 1200, height }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1200, height }, colorScheme: 'dark' },
] as const;
/** Screens per picture of a sheet: with more, they would be illegible. */
const perSheet = 24;

interface Figure {
  readonly file: string;
  readonly caption: string;
}

async function figuresOf(browser: Browser, locale: Locale): Promise<ReadonlyMap<string, readonly Figure[]>> {
  const wanted = new RegExp(pattern);
  const shown = await showScreens(
    (await allScreens(locale)).filter(({ name }) => wanted.test(name)),
    locale,
  );
  const sheets = new Map<string, readonly Figure[]>();
  for (const { name, ...options } of views) {
    const view = `${locale}-${name}`;
    const figures: Figure[] = [];
    await mkdir(join(folder, view), { recursive: true });
    const page = await browser.newPage(options);
    // A browser may be slow on a busy machine. Milliseconds.
    page.setDefaultTimeout(300_000);
    await lookAtScreens(page, shown, async (screen, message) => {
      const file = `${view}/${screen.name.replace(/[^\p{L}\d.]+/gu, '-')}.png`;
      await message.screenshot({ path: join(folder, file) });
      const tall = Math.round((await message.boundingBox())?.height ?? 0);
      figures.push({ file, caption: `${screen.name}, ${tall} px` });
    });
    await page.close();
    sheets.set(view, figures);
  }
  await shown.classroom.close();
  return sheets;
}

const style =
  'body{margin:8px;font:13px sans-serif}div{columns:400px;column-gap:8px}figure{margin:0 0 8px;border:1px solid #999;break-inside:avoid}img{display:block;max-width:100%}figcaption{padding:2px 4px}';
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const sheetOf = (figures: readonly Figure[]): string =>
  `<div>${figures
    .map(
      ({ file, caption }) =>
        `<figure><img src="${file}"><figcaption>${escaped(caption)}</figcaption></figure>`,
    )
    .join('\n')}</div>`;
const pageOf = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${body}`;

/** Pictures of a sheet, beside the page that a browser shows. */
async function pictureSheets(browser: Browser, view: string, figures: readonly Figure[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 1000 } });
  for (let from = 0; from < figures.length; from += perSheet) {
    const file = join(folder, `${view}-${from / perSheet + 1}`);
    await writeFile(`${file}.html`, pageOf(sheetOf(figures.slice(from, from + perSheet))));
    await page.goto(`file://${file}.html`);
    await page.screenshot({ path: `${file}.png`, fullPage: true });
  }
  await page.close();
}

const browser = await openBrowser();
const parts: string[] = [];
for (const locale of locales) {
  for (const [view, figures] of await figuresOf(browser, locale)) {
    await pictureSheets(browser, view, figures);
    parts.push(`<h2>${view}</h2>${sheetOf(figures)}`);
  }
}
await browser.close();
await writeFile(join(folder, 'index.html'), pageOf(parts.join('\n')));
process.stdout.write(`${join(folder, 'index.html')}\n`);
