import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { unit } from '../../setup/services/unit.js';

/** The unit as it is printed for a machine; by systemd's own check where that is installed. */
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function verify(text: string): { readonly status: number | null; readonly said: string } {
  const file = join(folder, 'dockhand.service');
  writeFileSync(file, text);
  // The engine's unit is not on every machine that runs this test.
  writeFileSync(join(folder, 'docker.service'), '[Service]\nExecStart=/bin/true\n');
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
    encoding: 'utf8',
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  return { status, said: stdout + stderr };
}

describe('the systemd unit', () => {
  test('the systemd unit has this machine’s paths, none left to fill in, and is tried again after a failure', () => {
    expect(unit()).not.toMatch(/@\w+@/);
    expect(unit()).toMatch(/^Restart=on-failure$/m);
    expect(unit()).toMatch(/^WantedBy=multi-user\.target$/m);
  });

  (hasSystemd ? test : test.skip)(
    'the systemd unit passes systemd’s own check, which finds a planted fault',
    () => {
      expect(verify(unit())).toEqual({ status: 0, said: expect.not.stringContaining('dockhand.service') });
      const broken = verify(unit().replace(/^ExecStart=.*$/m, 'ExecStart=nowhere/at-all'));
      expect(`${broken.status} ${broken.said}`).toMatch(/dockhand\.service/);
    },
    120_000,
  );
});
