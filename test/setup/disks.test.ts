import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';

/** The set-up in a process of its own, because it determines its state folder at start. */
const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, 60_000);

async function stateFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-disks-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function setUp(state: string, code: string, before = ''): Promise<string> {
  const module = `${before} const disks = await import(${JSON.stringify(join(root, 'setup/boxes/disks.js'))}); const { ownersOnly } = await import(${JSON.stringify(join(root, 'setup/paths.js'))}); ${code}`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', module], {
    env: { ...process.env, NODE_OPTIONS: '', DOCKHAND_STATE: state, SANDBOX_DISK_GB: '2', SANDBOX_DISK: '' },
    timeout: 120_000,
  });
  return stdout;
}

/** As on macOS, which has no table of mounts. */
const withoutProc = `
  const { default: fs } = await import('node:fs');
  const { syncBuiltinESMExports } = await import('node:module');
  const { readFileSync } = fs;
  fs.readFileSync = (path, ...options) => {
    if (String(path).startsWith('/proc/')) throw Object.assign(new Error('no such file: ' + path), { code: 'ENOENT' });
    return readFileSync(path, ...options);
  };
  syncBuiltinESMExports();`;

const make = `console.log(JSON.stringify(await disks.ensureDisks()));`;
const release = (state: string) => setUp(state, 'await disks.releaseDisks();');
const size = 2_000_000_000;

test('boxes have no mounts to release on a system that keeps no list of mounts', async () => {
  const state = await stateFolder();
  const asked = `console.log(JSON.stringify([disks.ownMounts(), disks.forgetLostMounts(), await disks.releaseDisks()]));`;
  expect(JSON.parse(await setUp(state, asked, withoutProc))).toEqual([[], false, []]);
});

(isRoot ? describe : describe.skip)('the disks of boxes', () => {
  test('have their room for themselves: all of it is taken, and stays taken when files on them come and go', async () => {
    const state = await stateFolder();
    endings.push(() => release(state));
    expect(JSON.parse(await setUp(state, make))).toEqual({ made: true, holds: true });
    for (const name of ['box-1', 'box-2']) {
      const disk = join(state, 'disks', name);
      const image = `${disk}-${size}.img`;
      const before = await stat(image);
      expect(before.size).toBe(size);
      expect(before.blocks * 512).toBeGreaterThanOrEqual(size);
      await writeFile(join(disk, 'filler'), Buffer.alloc(20_000_000));
      await rm(join(disk, 'filler'));
      await run('sync', ['-f', disk]);
      expect((await stat(image)).blocks * 512).toBeGreaterThanOrEqual(size);
      expect(before.mode & 0o777).toBe(0o600);
    }
    for (const folder of [state, join(state, 'disks')]) expect((await stat(folder)).mode & 0o777).toBe(0o700);
  }, 120_000);

  test('disks that an earlier set-up made sparse are filled where they lie', async () => {
    const state = await stateFolder();
    endings.push(() => release(state));
    const image = join(state, 'disks', `box-1-${size}.img`);
    await mkdir(join(state, 'disks'));
    await writeFile(image, '');
    await truncate(image, size);
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
    expect((await stat(image)).blocks * 512).toBeLessThan(size / 2);
    await setUp(state, make);
    expect((await stat(image)).blocks * 512).toBeGreaterThanOrEqual(size);
    expect(await readFile('/proc/mounts', 'utf8')).toContain(` ${join(state, 'disks', 'box-1')} ext4 `);
  }, 120_000);

  test('disks are refused where the machine has no room for them, and the refusal says what to do', async () => {
    const state = await stateFolder();
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'dockhand-test', state]);
    endings.push(() => run('umount', [state]));
    const told = await setUp(state, `${make}`).catch((error: { stderr?: string }) => error.stderr ?? '');
    expect(told).toMatch(/NeedsPerson: The disks of 2 boxes need 7\.2 GB more/);
    expect(told).toMatch(/has 0\.1 GB.*SANDBOX_DISK_GB.*DOCKHAND_STATE/);
  }, 120_000);

  test('checks the room for copies of the warmed disk before the disks take theirs', async () => {
    const state = await stateFolder();
    // Space for both disks, but not for the warmed disk's copies.
    await run('mount', ['-t', 'tmpfs', '-o', 'size=6g', 'dockhand-test', state]);
    endings.push(() => run('umount', [state]));
    const told = await setUp(state, make).catch((error: { stderr?: string }) => error.stderr ?? '');
    expect(told).toMatch(/The disks of 2 boxes need 7\.2 GB more/);
    expect(await readdir(join(state, 'disks'))).toEqual(['box-1', 'box-2']);
    const warming = await setUp(state, 'disks.demandRoomToWarm();').catch(
      (error: { stderr?: string }) => error.stderr,
    );
    expect(warming ?? '').toBe('');
    await mkdir(join(state, 'warm/old/box-1'), { recursive: true });
    await mkdir(join(state, 'warm/old/box-2'), { recursive: true });
    await setUp(state, `${make} await disks.releaseDisks();`);
    const full = await setUp(state, 'disks.demandRoomToWarm();').catch(
      (error: { stderr?: string }) => error.stderr,
    );
    expect(full).toMatch(/NeedsPerson: The disks of 2 boxes need 3\.2 GB more.*SANDBOX_BOX_COUNT/);
  }, 120_000);

  test('show their sockets in a file system of its own, of a quarter of a megabyte', async () => {
    const state = await stateFolder();
    endings.push(() => release(state));
    await mkdir(join(state, 'boxes/box-1'), { recursive: true });
    await mkdir(join(state, 'boxes/box-2'), { recursive: true });
    await setUp(state, 'await disks.ensureShownFolders();');
    for (const name of ['box-1', 'box-2']) {
      const filler = join(state, 'boxes', name, 'filler');
      await expect(writeFile(filler, Buffer.alloc(64_000_000))).rejects.toMatchObject({ code: 'ENOSPC' });
      expect((await stat(filler)).size).toBeLessThanOrEqual(256 * 1024);
    }
  }, 120_000);
});
