import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { planLaying } from '../../deploy/box/disk.ts';

let warm = '';
beforeEach(() => {
  warm = mkdtempSync(join(tmpdir(), 'dockhand-warm-'));
});
afterEach(() => rmSync(warm, { recursive: true }));

function disk(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(warm, file)), { recursive: true });
    writeFileSync(join(warm, file), '');
  }
}

describe('laying the warmed disk', () => {
  test('mounts the files of a layer that the engine has committed, and copies what lies beside them', () => {
    disk('overlay2/a/diff/etc/os-release', 'overlay2/a/link', 'overlay2/a/lower', 'overlay2/a/committed');
    const { copied, mounted } = planLaying(warm);
    expect(mounted).toEqual(['overlay2/a/diff']);
    expect([...copied].sort()).toEqual(['overlay2/a/committed', 'overlay2/a/link', 'overlay2/a/lower']);
  });

  test('copies a layer that is not committed, which the engine may mount to write to', () => {
    disk('overlay2/a/diff/etc/os-release', 'overlay2/a/link');
    expect(planLaying(warm)).toEqual({ copied: ['overlay2/a'], mounted: [] });
  });

  test('copies the short names of layers, and everything that is not a layer', () => {
    disk('overlay2/l/SHORT', 'image/repositories.json', 'engine-id');
    const { copied, mounted } = planLaying(warm);
    expect([...copied].sort()).toEqual(['engine-id', 'image', 'overlay2/l']);
    expect(mounted).toEqual([]);
  });

  test('copies all of a disk without layers', () => {
    disk('engine-id');
    mkdirSync(join(warm, 'overlay2'));
    expect([...planLaying(warm).copied].sort()).toEqual(['engine-id', 'overlay2']);
  });
});
