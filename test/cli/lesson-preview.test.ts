import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { until } from '../support/until.ts';

jest.setTimeout(240_000);

const home = join(import.meta.dirname, '../..');
const ms = 100_000;
let folder: string;
let preview: ChildProcess;
let said = '';
const saidNow = (words: string): Promise<string> =>
  until(
    async () => said,
    (text) => text.includes(words),
    ms,
  );
// Before each test, not once before all: a retried test finds the lesson unchanged.
beforeEach(async () => {
  said = '';
  folder = await mkdtemp(join(tmpdir(), 'dockhand-previewed-'));
  await cp(join(home, 'lessons/go-docker'), join(folder, 'mine'), { recursive: true });
  preview = spawn(
    process.execPath,
    [join(home, 'bin/dockhand.js'), 'lesson', 'preview', join(folder, 'mine'), '--port', '0'],
    {
      env: {
        PATH: process.env.PATH ?? '',
        NO_COLOR: '1',
        DOCKHAND_ENV_FILE: 'none',
        DOCKHAND_STATE: join(folder, 'state'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const output of [preview.stdout, preview.stderr]) output?.on('data', (data) => (said += String(data)));
});
afterEach(async () => {
  if (preview.exitCode === null) {
    const ended = once(preview, 'exit');
    preview.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

/** The page as Ada has it open. */
class AdasPage {
  readonly #url: string;
  readonly #heard: unknown[] = [];

  private constructor(url: string) {
    this.#url = url;
  }

  static async open(url: string): Promise<AdasPage> {
    const page = new AdasPage(url);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/page/live?as=Ada`);
    socket.addEventListener('message', ({ data }) => {
      page.#heard.push(JSON.parse(String(data)));
    });
    await once(socket, 'open');
    return page;
  }

  /** How many messages the page has received. */
  get heard(): number {
    return this.#heard.length;
  }

  /** Resolves when the page has received a message with this text, after the given number of others. */
  async shows(words: string, after = 0): Promise<void> {
    await until(
      () => this.#heard.slice(after).filter((one) => JSON.stringify(one).includes(words)).length,
      (count) => count > 0,
      ms,
    );
  }

  /** Ada types a command in the class's channel. */
  async slash(text: string): Promise<void> {
    const channel = /"channel_id":"(\d+)"/.exec(JSON.stringify(this.#heard))?.[1] ?? '';
    const form = new FormData();
    form.set('what', JSON.stringify({ do: 'slash', channel, text }));
    const headers = { 'x-classroom': 'page' };
    const answer = await fetch(`${this.#url}/page/act?as=Ada`, { method: 'POST', body: form, headers });
    expect({ status: answer.status, said: await answer.text() }).toEqual({ status: 200, said: '{}' });
  }
}

test('A preview shows the lesson in a class, again after each save, and as it was after a save that breaks it', async () => {
  await saidNow('The class is open at');
  const page = await AdasPage.open(/open at (http:\S+?)\/?\.?\s/.exec(said)?.[1] ?? '');
  await page.shows('A Go Program in an Empty Image');
  const markdown = join(folder, 'mine/lesson.md');
  const text = await readFile(markdown, 'utf8');
  await writeFile(markdown, text.replace('A Go Program in an Empty Image', 'Gophers at Sea'));
  await page.shows('Gophers at Sea');

  const manifest = join(folder, 'mine/manifest.yaml');
  await writeFile(manifest, `${await readFile(manifest, 'utf8')}\nnonsense: 1\n`);
  expect(await saidNow('The class goes on with the last version')).toMatch(/manifest\.yaml:\d+:\d+: error/);
  // The bot notices by itself.
  await until(
    () => readFile(join(folder, 'state/preview/bot.log'), 'utf8'),
    (log) => log.includes('lessons.broken'),
    ms,
  );
  const before = page.heard;
  await page.slash('/lesson');
  await page.shows('Gophers at Sea', before);
});
