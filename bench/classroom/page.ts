import type { TextChannel } from 'discord.js';
import { chromium, type Page } from 'playwright-core';
import { logIn, openClass } from '../../test/classroom/support.ts';

/**
 * How fast the classroom's page is, in real Chromium with genuine discord.js: a message from the bot until it is in the
 * page, opening a channel of 5,000 messages, scrolling through it, and loading the page. `node bench/classroom/page.ts`
 */

const MESSAGES = 300;
const LONG = 5_000;

const room = await openClass();
const client = await logIn(room.classroom);
const channel = (await client.channels.fetch(room.channel.id)) as TextChannel;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const report = (what: string, values: readonly number[]): void => {
  const [p50, p99] = [at(values, 0.5), at(values, 0.99)].map((one) => one.toFixed(1));
  process.stdout.write(`${what.padEnd(56)} p50 ${p50} ms, p99 ${p99} ms (${values.length})\n`);
};

async function open(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  await page.goto(`${room.classroom.url}/${query}`);
  await page.locator('[role=log]').waitFor({ state: 'attached' });
  return page;
}

/** Milliseconds from the start of loading until the messages are shown. */
async function loading(): Promise<number> {
  const page = await open('?as=Tess');
  const ms = await page.evaluate<number>('performance.now()');
  await page.close();
  return ms;
}
await loading();
const loads: number[] = [];
for (let i = 0; i < 10; i += 1) loads.push(await loading());
report('load the page', loads);

const page = await open('?as=Tess');
// The page itself records, with the machine's clock, when each message has been inserted and painted.
await page.evaluate(`(() => {
  window.drawn = {};
  new MutationObserver(() => {
    for (const node of document.querySelectorAll('.message .markdown')) {
      const key = node.textContent;
      if (/^m\\d+$/.test(key) && !(key in window.drawn)) {
        window.drawn[key] = null;
        requestAnimationFrame(() => { window.drawn[key] = Date.now(); });
      }
    }
  }).observe(document.querySelector('[role=log]'), { childList: true, subtree: true });
})()`);
const sent = new Map<string, number>();
for (let i = 0; i < MESSAGES; i += 1) {
  sent.set(`m${i}`, Date.now());
  await channel.send(`m${i}`);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await page.waitForTimeout(500);
const drawn = await page.evaluate<Record<string, number>>('window.drawn');
report(
  'a message, from the bot’s send() until it is painted',
  [...sent].slice(20).flatMap(([key, when]) => (drawn[key] ? [drawn[key] - when] : [])),
);
await page.close();

for (let i = 0; i < LONG; i += 1)
  room.ada.say(room.channel, `A line of a long day, number ${i}, with **bold** and \`code\`.`);
const opens: number[] = [];
for (let i = 0; i < 10; i += 1) {
  const other = await open('?as=Tess&in=dm');
  opens.push(
    await other.evaluate<number>(`new Promise((resolve) => {
      const began = performance.now();
      [...document.querySelectorAll('.channel-link')].find((one) => one.textContent.includes('class')).click();
      const look = () => document.body.textContent.includes('number ${LONG - 1},') ? resolve(performance.now() - began) : requestAnimationFrame(look);
      look();
    })`),
  );
  await other.close();
}
report(`open a channel of ${LONG} messages`, opens);

const scrolled = await open('?as=Tess');
const frames = await scrolled.evaluate<number[]>(`new Promise((resolve) => {
  const box = document.querySelector('.timeline');
  const frames = [];
  let last = performance.now();
  const step = (now) => {
    frames.push(now - last);
    last = now;
    box.scrollBy(0, -120);
    if (frames.length < 600) requestAnimationFrame(step);
    else resolve(frames.slice(5));
  };
  requestAnimationFrame(step);
})`);
report('scroll: one frame', frames);

await browser.close();
await client.destroy();
await room.classroom.close();
