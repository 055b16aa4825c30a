import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { openSmallDisk, type SmallDisk } from '../faults/support/small-disk.ts';

const module = join(import.meta.dirname, '../../setup/ownership.js');

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

describe('a disk that is full', () => {
  let disk: SmallDisk | null = null;
  afterEach(() => disk?.close());

  // In a process of its own, because a process has one state folder.
  const inFolder = (state: string, code: string): string =>
    spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `const own = await import(${JSON.stringify(module)}); ${code}`],
      { env: { PATH: process.env.PATH, DOCKHAND_STATE: state }, encoding: 'utf8', timeout: 20_000 },
    ).stdout.trim();

  test('keeps what was remembered, and leaves no lock behind that nobody holds', async () => {
    disk = await openSmallDisk(1);
    // Whoever may mount nothing has no full disk to try it on.
    if (disk === null) return;
    const { folder: small } = disk;
    inFolder(small, 'own.recordStarted({ engine: 42 })');
    await disk.fill();
    const failing = 'const code = (act) => act().catch((error) => error.code);';
    expect(
      inFolder(
        small,
        `${failing} console.log(
          await code(async () => own.recordStarted({ mounts: ['x'.repeat(9_000)] })),
          await code(() => own.lock(() => {})),
          own.readStarted().engine)`,
      ),
    ).toBe('ENOSPC ENOSPC 42');
    await disk.empty();
    expect(inFolder(small, 'const unlock = await own.lock(() => {}); unlock(); console.log("held")')).toBe(
      'held',
    );
  });
});

test('an empty lock is left alone while it may be being written, and taken over afterwards', async () => {
  const lockFile = join(folder, 'lock');
  writeFileSync(lockFile, '');
  const said: string[] = [];
  const unlock = lock((line) => said.push(line));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(existsSync(lockFile)).toBe(true);
  utimesSync(lockFile, 0, 0);
  (await unlock)();
  expect(said).toEqual([]);
});
