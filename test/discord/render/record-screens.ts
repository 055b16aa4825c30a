import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { localeOf } from '../../../src/wording/wording.ts';
import { openBrowser } from '../../support/chromium.ts';
import { allScreens } from './screens.ts';
import { lookAtScreens, showScreens } from './show-screens.ts';

/**
 * Pictures of every screen, on a phone and on a desk, light and dark, and a page with all of them:
 * `node test/discord/render/record-screens.ts FOLDER [PATTERN]`, in the language of LANG. For the eye; the folder stays out of the repository.
 */
const folder = resolve(process.argv[2] ?? 'screens');
const views = [
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'desktop-light', viewport: { width: 1200, height: 900 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1200, height: 900 }, colorScheme: 'dark' },
] as const;

const wanted = new RegExp(process.argv[3] ?? '');
const shown = await showScreens(
  (await allScreens(localeOf(process.env.LANG))).filter(({ name }) => wanted.test(name)),
);
const browser = await openBrowser();
const figures: string[] = [];
for (const { name, ...options } of views) {
  await mkdir(join(folder, name), { recursive: true });
  const page = await browser.newPage(options);
  await lookAtScreens(page, shown, async (screen, message) => {
    const file = `${name}/${screen.name.replace(/[^\w.]+/g, '-')}.png`;
    await message.screenshot({ path: join(folder, file) });
    const height = Math.round((await message.boundingBox())?.height ?? 0);
    figures.push(
      `<figure><img src="${file}"><figcaption>${name}: ${screen.name}, ${height} px</figcaption></figure>`,
    );
  });
  await page.close();
}
await browser.close();
await shown.classroom.close();
const style =
  'body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}figure{margin:0;border:1px solid #999;align-self:start}';
await writeFile(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${figures.join('\n')}`,
);
process.stdout.write(`${join(folder, 'index.html')}\n`);
