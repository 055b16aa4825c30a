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
// Before each test, not before all: a test that is tried again finds the lesson as it was.
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

/** Everything that the page is told of what Ada sees, from now on. */
async function watchPage(url: string): Promise<() => string> {
  const socket = new WebSocket(`${url.replace('http', 'ws').replace(/\/$/, '')}/page/live?as=Ada`);
  let told = '';
  socket.addEventListener('message', ({ data }) => {
    told += String(data);
  });
  await once(socket, 'open');
  return () => told;
}

test('A preview shows the lesson in a class, and again after each save; a broken one is said with its line, and the last one stays', async () => {
  await saidNow('The class is open at');
  const url = /open at (http:\S+?)\.?\s/.exec(said)?.[1] ?? '';
  const shows = async (words: string, shown: () => string): Promise<void> => {
    await until(
      async () => shown(),
      (text) => text.includes(words),
      ms,
    );
  };
  const live = await watchPage(url);
  await shows('A Go Program in an Empty Image', live);
  const markdown = join(folder, 'mine/lesson.md');
  const before = await readFile(markdown, 'utf8');
  await writeFile(markdown, before.replace('A Go Program in an Empty Image', 'Gophers at Sea'));
  await shows('Gophers at Sea', live);
  const manifest = join(folder, 'mine/manifest.yaml');
  await writeFile(manifest, `${await readFile(manifest, 'utf8')}\nnonsense: 1\n`);
  expect(await saidNow('The class goes on with the last version')).toMatch(/manifest\.yaml:\d+:\d+: error/);
  await shows('Gophers at Sea', await watchPage(url));
});
