import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { digestOf } from '../../setup/digest.js';

const folder = mkdtempSync(join(tmpdir(), 'dockhand-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('content, name and executable bit change a digest; what Python leaves behind does not', () => {
  writeFileSync(join(folder, 'a'), 'one');
  const first = digestOf(['x'], [folder]);
  mkdirSync(join(folder, '__pycache__'));
  writeFileSync(join(folder, '__pycache__', 'a.pyc'), 'x');
  expect(digestOf(['x'], [folder])).toBe(first);
  chmodSync(join(folder, 'a'), 0o755);
  const executable = digestOf(['x'], [folder]);
  writeFileSync(join(folder, 'a'), 'two');
  const changed = digestOf(['x'], [folder]);
  expect(new Set([first, executable, changed, digestOf(['y'], [folder]), digestOf(['x'], [])]).size).toBe(5);
});

test('texts do not run into each other', () => {
  expect(digestOf(['ab', 'c'])).not.toBe(digestOf(['a', 'bc']));
});
