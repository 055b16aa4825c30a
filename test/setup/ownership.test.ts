import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'dockhand-'));
process.env.DOCKHAND_STATE = folder;
const { birthOf, enter, kept, leave, lock, readStarted, recordStarted } = await import(
  '../../setup/ownership.js'
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the last one to leave learns that it is the last; a process that died does not count', () => {
  enter(String(process.pid));
  enter(kept);
  // No process has an id this large.
  enter('99999999');
  expect(leave(String(process.pid))).toBe(false);
  expect(leave(kept)).toBe(true);
});

test('a user whose id another process was given since does not count', () => {
  const [me, parent] = [process.pid, process.ppid].map(String);
  for (const user of [me, parent]) enter(String(user));
  writeFileSync(join(folder, 'users', String(parent)), 'another boot/1');
  expect(leave(String(me))).toBe(true);
  // A record of an earlier version has no birth.
  writeFileSync(join(folder, 'users', String(parent)), '');
  expect(leave(String(me))).toBe(false);
  leave(String(parent));
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

test.each([
  ['died', () => '99999999'],
  ['died, and whose id another process has', () => `${process.pid} another boot/1`],
])('the lock of a set-up that %s is taken over', async (_, left) => {
  writeFileSync(join(folder, 'lock'), left());
  (await lock(() => {}))();
});

test('a process has one birth, and another process another one', () => {
  expect(birthOf(process.pid)).toMatch(/^[0-9a-f-]{36}\/\d+$/);
  expect(birthOf(process.pid)).toBe(birthOf(process.pid));
  // The parent may have started in the same hundredth of a second.
  expect(birthOf(1)).not.toBe(birthOf(process.pid));
  expect(birthOf(99_999_999)).toBe('');
});

test('what was started is remembered, and a broken note means nothing was', () => {
  recordStarted({ engine: 42 });
  recordStarted({ services: true });
  expect(readStarted()).toEqual({ engine: 42, engineBirth: '', services: true, mounts: [] });
  writeFileSync(join(folder, 'started.json'), '{');
  expect(readStarted()).toEqual({ engine: null, engineBirth: '', services: false, mounts: [] });
});
