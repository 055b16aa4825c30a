import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'dockhand-'));
process.env.DOCKHAND_STATE = folder;
const { enter, kept, leave, lock, readStarted, recordStarted } = await import('../../setup/ownership.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the last one to leave is told so, and who died without a word does not count', () => {
  enter(String(process.pid));
  enter(kept);
  // No process has an id this large.
  enter('99999999');
  expect(leave(String(process.pid))).toBe(false);
  expect(leave(kept)).toBe(true);
});

test('a second set-up waits for the first one', async () => {
  const said: string[] = [];
  const unlock = await lock((line) => said.push(line));
  let got = false;
  const second = lock((line) => said.push(line)).then((release) => {
    got = true;
    return release;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(got).toBe(false);
  expect(said).toHaveLength(1);
  unlock();
  (await second)();
});

test('the lock of a set-up that died is taken over', async () => {
  writeFileSync(join(folder, 'lock'), '99999999');
  (await lock(() => {}))();
});

test('what was started is remembered, and a broken note means nothing was', () => {
  recordStarted({ engine: 42 });
  recordStarted({ services: true });
  expect(readStarted()).toEqual({ engine: 42, services: true, mounts: [] });
  writeFileSync(join(folder, 'started.json'), '{');
  expect(readStarted()).toEqual({ engine: null, services: false, mounts: [] });
});
