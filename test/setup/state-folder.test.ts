import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeFolder, ownerOnly } from '../../src/folders/make-folder.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-state-folder-'));
  writeFileSync(join(folder, 'file'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('makeFolder', () => {
  test('makes every missing folder with the mode, and leaves those that exist alone', () => {
    const there = join(folder, 'there');
    mkdirSync(there, { mode: 0o755 });
    makeFolder(join(there, 'a', 'b'), ownerOnly);
    makeFolder(there, ownerOnly);
    expect([there, join(there, 'a'), join(there, 'a', 'b')].map(modeOf)).toEqual(['755', '700', '700']);
  });

  // Node's own recursive mkdir never returns from the first of these.
  test.each([
    ['/proc/dockhand/deep/folder', 'ENOENT'],
    ['file/deep/folder', 'EEXIST'],
    ['file', 'EEXIST'],
    [`${'x'.repeat(300)}/deep`, 'ENAMETOOLONG'],
  ])('throws the system’s error for %.40s', (path, code) => {
    const full = path.startsWith('/') ? path : join(folder, path);
    expect(() => makeFolder(full)).toThrow(expect.objectContaining({ code }));
  });
});

test.each([['/proc/dockhand'], ['file/state'], ['file']])(
  'the set-up says what to do when DOCKHAND_STATE is %s',
  (path) => {
    const state = path.startsWith('/') ? path : join(folder, path);
    const { status, stderr } = spawnSync(process.execPath, ['setup/main.js', 'unit'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { PATH: process.env.PATH, DOCKHAND_ENV_FILE: 'none', DOCKHAND_STATE: state },
      encoding: 'utf8',
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    expect(stderr).toContain(`in ${state}, and that folder cannot be used: `);
    expect(stderr).toContain('Let DOCKHAND_STATE name a folder that you may write to. [DOCKHAND_SETTINGS]');
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(status).toBe(2);
  },
);
