import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { find, modulesFit, npmFolder } from '../../setup/packages.js';

describe('modules are installed only when they do not fit', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/only-elsewhere': { version: '2.0.0', optional: true },
    },
  };

  test('the same versions fit, optional ones may be absent', () => {
    expect(modulesFit(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });

  test('another version, a missing module or no modules at all do not', () => {
    expect(modulesFit(wanted, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
    expect(modulesFit(wanted, { packages: {} })).toBe(false);
    expect(modulesFit(wanted, {})).toBe(false);
  });

  test('an optional module of another version does not fit either', () => {
    const installed = {
      packages: {
        'node_modules/a': { version: '1.0.0' },
        'node_modules/only-elsewhere': { version: '1.9.0' },
      },
    };
    expect(modulesFit(wanted, installed)).toBe(false);
  });
});

test('programs are found that are on nobody’s PATH, and null is what is nowhere', () => {
  expect(find('initdb')).toMatch(/^\/.*\/initdb$/);
  expect(find('no-such-program-anywhere')).toBeNull();
});

describe('the machine’s npm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-npm-'));
  const path = process.env.PATH;

  /** A machine whose only npm is a link to one with these files. */
  function machineWith(...files: readonly string[]): string {
    const at = mkdtempSync(join(folder, 'machine-'));
    for (const file of ['bin/npm-cli.js', ...files]) {
      mkdirSync(dirname(join(at, 'lib/npm', file)), { recursive: true });
      writeFileSync(join(at, 'lib/npm', file), '', { mode: 0o755 });
    }
    symlinkSync('lib/npm/bin/npm-cli.js', join(at, 'npm'));
    process.env.PATH = at;
    return join(at, 'lib/npm');
  }

  afterEach(() => {
    process.env.PATH = path;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('npm is used in an image when its dependencies are in its folder', () => {
    const own = machineWith('node_modules/@npmcli/arborist/package.json');
    expect(npmFolder()).toBe(realpathSync(own));
  });

  test('npm is not used in an image when its dependencies are elsewhere', () => {
    machineWith('package.json');
    expect(npmFolder()).toBeNull();
  });
});
